import { v7 as uuidv7 } from 'uuid';
import type { SubmittedSend } from '../../shared/api/sends.ts';
import { recipientKeyOf } from '../../shared/domain/email-address.ts';
import { utcDay } from '../clock.ts';
import { authoriseSend } from '../grants/authorise-send.ts';
import type { GrantActor } from '../grants/grant-actor.ts';
import type { Sealer } from '../mail/sealed-mail.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { takeUsages } from '../store/grants.ts';
import { noteDue } from '../store/queue.ts';
import { findRefusedKeys } from '../store/refused-keys.ts';
import { findSendsByKey, insertSends, type NewSend, type SendRow } from '../store/sends.ts';
import type { Db, Store } from '../store/store.ts';
import { insertTrackedSends, type NewTracked } from '../store/tracked-sends.ts';
import { readPolicies } from '../store/workspaces.ts';
import { decideTracking, prepareTracking, type Tracking } from '../tracking/track-sends.ts';
import { batched } from './batched.ts';
import { checkThread } from './check-thread.ts';
import { bodyOf, hashContent, hashRequest, nameOf, sealContent, type Content } from './content.ts';
import { findSenders, type FoundSender } from './find-senders.ts';
import { needsApproval } from './needs-approval.ts';
import { planSend, type Plan } from './plan-send.ts';
import { recordSends } from './record-send.ts';
import { refuseSend } from './refuse-send.ts';
import { refusedBefore, rememberRefusals, usedForAnother } from './refused-before.ts';

export type SubmitDeps = { store: Store; vault: Sealer; undoMs: number };

/**
 * Takes an email for sending. When this resolves with a send, it is durable and will be handed over once its undo
 * window is over. The same key with the same request gets the same answer, send or refusal, however often it is asked
 * for. Requests that come together share one unit of work; each is judged and answered on its own.
 */
export async function submitSend(
  { store, vault, undoMs }: SubmitDeps,
  actor: GrantActor,
  key: string,
  request: SubmittedSend,
): Promise<SendRow | Refusal> {
  const id = uuidv7();
  const body = bodyOf(request);
  if (isRefusal(body)) return body;
  const content = { subject: request.subject, toName: nameOf(request.to), ...body };
  const requestHash = hashRequest(request);
  const sealed = sealContent(vault, id, content);
  const tracking = prepareTracking(vault, id, body, request.track);
  const submission = { id, actor, key, request, requestHash, content, sealed, tracking, vault, undoMs };
  return submitBatch(store, submission).catch((fault: unknown) => {
    if (fault instanceof LostRace) return submitBatch(store, submission);
    throw fault;
  });
}

type Submission = {
  id: string;
  actor: GrantActor;
  key: string;
  request: SubmittedSend;
  requestHash: string;
  content: Content;
  sealed: ReturnType<typeof sealContent>;
  tracking: Tracking;
  vault: Sealer;
  undoMs: number;
};

/** A submission that may become a send, if its grant's cap has room. */
type Admitted = { submission: Submission; sender: FoundSender; plan: Plan };

const submitBatch = batched(submitAll);

async function submitAll(store: Store, submissions: readonly Submission[]): Promise<(SendRow | Refusal)[]> {
  const firsts = new Map(submissions.toReversed().map((it) => [`${it.actor.memberId} ${it.key}`, it]));
  const isFirst = (it: Submission) => firsts.get(`${it.actor.memberId} ${it.key}`) === it;
  const answers = await store.tx((q) => submitDistinct(q, submissions.filter(isFirst)));
  const repeated = submissions.filter((it) => !isFirst(it));
  // Twins of one key in one batch: the first one has committed, so the others find it.
  const more = repeated.length ? await submitAll(store, repeated) : [];
  for (const [i, it] of repeated.entries()) answers.set(it.id, more[i]!);
  return submissions.map(({ id }) => answers.get(id)!);
}

/** Submits requests of which no two have the same requestor and key. Resolves with each one's answer by its id. */
async function submitDistinct(
  q: Db,
  submissions: readonly Submission[],
): Promise<Map<string, SendRow | Refusal>> {
  const answers = new Map<string, SendRow | Refusal>();
  // Locked first: a twin that another server is just committing is waited for, and then found.
  const senders = await findSenders(
    q,
    submissions.map(({ actor, request }) => ({ actor, from: request.from, toEmail: request.to.email })),
  );
  const keys = submissions.map(({ actor, key }) => ({ requestorId: actor.memberId, key }));
  const twins = await findSendsByKey(q, keys);
  const refused = await findRefusedKeys(q, 'send', keys);
  const fresh = submissions.filter((submission) => {
    const { id, requestHash } = submission;
    const twin = twins.find(isUnderKeyOf(submission));
    const before = refused.find(isUnderKeyOf(submission));
    if (twin) answers.set(id, sameRequest(twin, requestHash));
    else if (before) answers.set(id, refusedBefore(before, requestHash));
    return !twin && !before;
  });
  if (fresh.length === 0) return answers;

  const admitted: Admitted[] = [];
  for (const submission of fresh) {
    const sender = senders[submissions.indexOf(submission)]!;
    const admission = isRefusal(sender) ? sender : await admit(q, submission, sender);
    if (isRefusal(admission)) answers.set(submission.id, admission);
    else admitted.push(admission);
  }
  const uses = admitted.map(({ sender: { grant }, plan }) =>
    grant ? { grantId: grant.id, day: utcDay(plan.dueAt), cap: grant.terms.dailyCap } : null,
  );
  const taken = await takeUsages(q, uses);
  const within = admitted.filter(({ submission, sender: { grant, name }, plan }, i) => {
    const { dailyCap } = grant?.terms ?? { dailyCap: 0 };
    const refused = capReached(dailyCap, name, utcDay(plan.dueAt), submission.actor.now);
    if (!taken[i]) answers.set(submission.id, refused);
    return taken[i];
  });
  for (const send of await insertAll(q, within)) answers.set(send.id, send);
  await rememberRefusals(q, 'send', fresh.flatMap(refusedAmong(answers)));
  return answers;
}

const isUnderKeyOf =
  ({ actor, key }: Submission) =>
  (row: { requestorId: string; idempotencyKey: string }): boolean =>
    row.requestorId === actor.memberId && row.idempotencyKey === key;

const refusedAmong =
  (answers: ReadonlyMap<string, SendRow | Refusal>) =>
  ({ id, actor, key, requestHash }: Submission) => {
    const refusal = answers.get(id)!;
    const request = { requestorId: actor.memberId, idempotencyKey: key, requestHash };
    return isRefusal(refusal) ? [{ request, refusal, now: actor.now }] : [];
  };

/** All that can refuse one submission but the daily cap, which is counted for all of them together. */
async function admit(q: Db, submission: Submission, sender: FoundSender): Promise<Admitted | Refusal> {
  const { actor, request, undoMs, vault } = submission;
  const refused = authoriseSend(sender.facts);
  if (refused) return refuseSend(refused, sender.name);
  const plan = planSend(request, { now: actor.now, undoMs });
  if (isRefusal(plan)) return plan;
  const ended = endsBefore(sender, plan.dueAt);
  if (ended) return ended;
  const { inReplyTo = null, subject } = request;
  const thread = await checkThread(q, vault, actor, { inReplyTo, subject }, sender.mailbox);
  return isRefusal(thread) ? thread : { submission, sender, plan };
}

/** What is known to end before it could go is not taken. */
export const endsBefore = ({ grant, name }: FoundSender, dueAt: number): Refusal | null =>
  grant !== null && grant.endsAt !== null && grant.endsAt <= dueAt
    ? refuse(
        'grant_not_live',
        `Your permission to send as ${name} ends before that. Nothing was sent; choose an earlier time.`,
      )
    : null;

/** What the requestor is told when a day's emails through a grant are used up. */
export const capReached = (cap: number, name: string, day: string, now: number): Refusal =>
  refuse(
    'cap_reached',
    day === utcDay(now)
      ? `Today's ${cap} emails as ${name} are used up. Nothing was sent; there are new ones tomorrow (UTC).`
      : `The ${cap} emails as ${name} on ${day} (UTC) are used up. Nothing was sent; choose another day.`,
  );

/** Stores what was admitted, wakes the dispatcher for it and writes it down. */
async function insertAll(q: Db, admitted: readonly Admitted[]): Promise<SendRow[]> {
  if (admitted.length === 0) return [];
  const policies = await readPolicies(
    q,
    admitted.map(({ submission: { actor } }) => actor.workspaceId),
  );
  const rows: NewSend[] = [];
  const allTracked: NewTracked[] = [];
  for (const { submission, sender, plan } of admitted) {
    const { id, actor, key, request, requestHash, content, sealed } = submission;
    const { grant, mailbox } = sender;
    const policy = policies.get(actor.workspaceId)!;
    const { unsubscribeLine } = policy;
    const tracking = decideTracking(policy, { ...submission, toEmail: request.to.email });
    if (tracking) allTracked.push(tracking);
    rows.push({
      id,
      workspaceId: actor.workspaceId,
      requestorId: actor.memberId,
      acceptorId: sender.facts.mailbox.ownerId,
      mailboxId: mailbox.id,
      grantId: grant?.id ?? null,
      state: (await needsApproval(q, grant)) ? 'held' : 'queued',
      idempotencyKey: key,
      requestHash,
      toEmail: request.to.email,
      recipientKey: recipientKeyOf(request.to.email),
      ...sealed,
      contentHash: hashContent(mailbox.id, request.to.email, content, { tracking, unsubscribeLine }),
      unsubscribeLine,
      inReplyTo: request.inReplyTo ?? null,
      createdAt: actor.now,
      ...plan,
      usageDay: utcDay(plan.dueAt),
    });
  }
  const sends = await insertSends(q, rows);
  if (sends.length < rows.length) throw new LostRace();
  await insertTrackedSends(q, allTracked);
  await noteDue(
    q,
    sends.filter(({ state }) => state === 'queued'),
  );
  await recordSends(
    q,
    sends.map((send) => ({
      send,
      note: {
        action: 'send.submit',
        event: send.state === 'held' ? 'send.held' : 'send.queued',
        actorId: send.requestorId,
        now: send.createdAt,
        details: { contentHash: send.contentHash, dueAt: send.dueAt },
      },
    })),
  );
  return sends;
}

/**
 * Another server's request with the same key committed while this one worked: everything here is rolled back, and each
 * request is tried again alone, to find what the other one made.
 */
class LostRace extends Error {}

const sameRequest = (send: SendRow, requestHash: string): SendRow | Refusal =>
  send.requestHash === requestHash ? send : usedForAnother('send');
