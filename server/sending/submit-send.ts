import { v7 as uuidv7 } from 'uuid';
import type { SubmittedSend } from '../../shared/api/sends.ts';
import { utcDay } from '../clock.ts';
import { authoriseSend } from '../grants/authorise-send.ts';
import type { GrantActor } from '../grants/grant-actor.ts';
import type { Sealer } from '../mail/sealed-mail.ts';
import { isRefusal, notFound, refuse, type Refusal } from '../refusal.ts';
import { takeUsage } from '../store/grants.ts';
import { noteDue, readSendFacts } from '../store/queue.ts';
import { findSendByKey, findSendOf, hasPassedApproval, insertSend, type SendRow } from '../store/sends.ts';
import type { Db, Store } from '../store/store.ts';
import { contentOf, hashContent, hashRequest, openHeading, sealContent } from './content.ts';
import { findSender } from './find-sender.ts';
import { recordSend } from './record-send.ts';

export type SubmitDeps = { store: Store; vault: Sealer; undoMs: number };

/** The farthest ahead an email can be scheduled. */
export const maxScheduleMs = 366 * 24 * 60 * 60 * 1000;

/**
 * Takes an email for sending. When this resolves with a send, it is durable and will be handed over once its undo
 * window is over. The same key with the same request gives the same send, however often it is asked for.
 */
export async function submitSend(
  { store, vault, undoMs }: SubmitDeps,
  actor: GrantActor,
  key: string,
  request: SubmittedSend,
): Promise<SendRow | Refusal> {
  const requestHash = hashRequest(request);
  const earlier = await findSendByKey(store.read, actor.memberId, key);
  if (earlier) return sameRequest(earlier, requestHash);

  const id = uuidv7();
  const content = contentOf(request);
  if (content.text.trim() === '' && !/<img\b/i.test(content.html)) {
    return refuse(
      'invalid_request',
      'html: there is nothing left to send in this email. Write something first.',
    );
  }
  const sealed = sealContent(vault, id, content);

  return store
    .tx(async (q) => {
      const sender = await findSender(q, actor, request.from);
      if (isRefusal(sender)) return sender;
      const { mailbox, grant } = sender;
      const { memberId: requestorId, workspaceId, now } = actor;
      const facts = (
        await readSendFacts(
          q,
          [{ id, requestorId, mailboxId: mailbox.id, grantId: grant?.id ?? null, toEmail: request.to.email }],
          now,
        )
      ).get(id)!;
      const refused = authoriseSend(facts);
      if (refused) return sender.refuse(refused);

      const dueAt = Math.max(now + undoMs, request.sendAt === undefined ? 0 : Date.parse(request.sendAt));
      if (dueAt > now + maxScheduleMs)
        return refuse('invalid_request', 'sendAt: at most a year ahead, please.');
      const thread = await checkThread(q, vault, actor, request, mailbox);
      if (isRefusal(thread)) return thread;

      // A racing twin of this request holds the key already: answer with what it made.
      const twin = await findSendByKey(q, requestorId, key);
      if (twin) return sameRequest(twin, requestHash);

      const usageDay = utcDay(dueAt);
      if (grant && !(await takeUsage(q, grant.id, usageDay, grant.terms.dailyCap))) {
        return refuse(
          'cap_reached',
          `Today's ${grant.terms.dailyCap} emails as ${sender.name} are used up. Nothing was sent; there are new ones tomorrow (UTC).`,
        );
      }
      const held = grant !== null && (await needsApproval(q, grant));
      const send = await insertSend(q, {
        id,
        workspaceId,
        requestorId,
        acceptorId: facts.mailbox.ownerId,
        mailboxId: mailbox.id,
        grantId: grant?.id ?? null,
        state: held ? 'held' : 'queued',
        idempotencyKey: key,
        requestHash,
        toEmail: request.to.email,
        ...sealed,
        contentHash: hashContent(mailbox.id, request.to.email, content),
        inReplyTo: request.inReplyTo ?? null,
        createdAt: now,
        dueAt,
        undoUntil: now + undoMs,
        usageDay,
      });
      if (!send) throw new LostRace();
      if (!held) await noteDue(q, mailbox.id, dueAt);
      await recordSend(q, send, {
        action: 'send.submit',
        event: held ? 'send.held' : 'send.queued',
        actorId: requestorId,
        now,
        details: { contentHash: send.contentHash, dueAt },
      });
      return send;
    })
    .catch(async (fault: unknown) => {
      if (!(fault instanceof LostRace)) throw fault;
      return sameRequest((await findSendByKey(store.read, actor.memberId, key))!, requestHash);
    });
}

/** Another request with the same key committed while this one worked: everything here is rolled back. */
class LostRace extends Error {}

const sameRequest = (send: SendRow, requestHash: string): SendRow | Refusal =>
  send.requestHash === requestHash
    ? send
    : refuse(
        'idempotency_conflict',
        'This Idempotency-Key was used for another email. Nothing was sent; use a new key.',
      );

const needsApproval = async (q: Db, grant: { id: string; terms: { approval: string } }): Promise<boolean> =>
  grant.terms.approval === 'every' ||
  (grant.terms.approval === 'first' && !(await hasPassedApproval(q, grant.id)));

/** A follow-up continues a thread of the same requestor and mailbox, under its subject (Gmail's rule for threads). */
async function checkThread(
  q: Db,
  vault: Sealer,
  actor: GrantActor,
  request: SubmittedSend,
  mailbox: { id: string; replies: boolean },
): Promise<null | Refusal> {
  if (request.inReplyTo === undefined) return null;
  const earlier = await findSendOf(q, request.inReplyTo, actor.memberId);
  if (!earlier || earlier.requestorId !== actor.memberId || earlier.mailboxId !== mailbox.id)
    return notFound();
  if (earlier.state !== 'sent') {
    return refuse('state_moved_on', 'inReplyTo: that email was not sent yet, so nothing can follow it.');
  }
  if (!mailbox.replies) {
    return refuse(
      'mailbox_not_connected',
      'This mailbox is connected for sending only; continuing a thread also needs reply detection.',
    );
  }
  const base = (subject: string) => subject.replace(/^(\s*re\s*:\s*)+/i, '').trim();
  return base(openHeading(vault, earlier).subject) === base(request.subject)
    ? null
    : refuse(
        'invalid_request',
        'subject: a follow-up keeps the subject of the email it follows (with or without "Re:").',
      );
}
