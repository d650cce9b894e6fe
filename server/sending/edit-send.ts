import type { z } from 'zod';
import type { EditSend } from '../../shared/api/sends.ts';
import { recipientKeyOf } from '../../shared/domain/email-address.ts';
import { utcDay } from '../clock.ts';
import { authoriseSend } from '../grants/authorise-send.ts';
import type { GrantActor } from '../grants/grant-actor.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { isInBatch, listContentHashes, readBatchStates, setContentHash } from '../store/batches.ts';
import { tell } from '../store/events.ts';
import { giveBackUsage, takeUsages } from '../store/grants.ts';
import { noteDue } from '../store/queue.ts';
import { findSendOf, moveSend, type SendRow } from '../store/sends.ts';
import type { Db } from '../store/store.ts';
import { readPolicy } from '../store/workspaces.ts';
import { decideTrackingAnew, prepareTracking, replaceTracking } from '../tracking/track-sends.ts';
import { checkThread } from './check-thread.ts';
import { bodyOf, hashBatch, hashContent, nameOf, openHeading, sealContent, type Body } from './content.ts';
import { lockSenderOf, type FoundSender } from './find-senders.ts';
import { findOwnSend, sendMovedOn } from './change-send.ts';
import { needsApproval } from './needs-approval.ts';
import { never } from './never.ts';
import { dueWithin, planSend, type Plan } from './plan-send.ts';
import { recordSend } from './record-send.ts';
import { refuseSend } from './refuse-send.ts';
import { capReached, endsBefore, type SubmitDeps } from './submit-send.ts';
import { unlessRefused } from './unless-refused.ts';

type Edit = z.output<typeof EditSend>;

/**
 * The requestor changes an email that has not gone out yet, made from exactly the content they name. What the terms
 * want approved is asked for anew; an approval of the old content is worth nothing from here on. It can be undone anew.
 */
export async function editSend(
  { store, vault, undoMs }: SubmitDeps,
  actor: GrantActor,
  id: string,
  edit: Edit,
): Promise<SendRow | Refusal> {
  const body = bodyOf(edit);
  if (isRefusal(body)) return body;
  return unlessRefused(store, async (q) => {
    const before = await findOwnSend(q, id, actor.memberId, 'requestorId');
    if (isRefusal(before)) return before;
    const toEmail = edit.to?.email ?? before.toEmail;
    const sender = await lockSenderOf(q, before, actor, toEmail);
    if (isRefusal(sender)) return sender;
    // Again, now that nobody else can claim, approve or edit it.
    const send = (await findSendOf(q, id, actor.memberId)) ?? before;
    const moved = movedOn(send, edit.contentHash);
    if (moved) return moved;
    const plan = await judge(q, { send, sender, edit, actor, undoMs, vault });
    if (isRefusal(plan)) return plan;
    return change(q, { send, sender, edit, actor, vault, body, plan, toEmail });
  });
}

type Editing = {
  send: SendRow;
  sender: FoundSender;
  edit: Edit;
  actor: GrantActor;
  vault: SubmitDeps['vault'];
};

/** All that can refuse the edit: permission as it is now, its time, its thread and the cap of its day. */
async function judge(
  q: Db,
  { send, sender, edit, actor, undoMs, vault }: Editing & { undoMs: number },
): Promise<Plan | Refusal> {
  const refused = authoriseSend(sender.facts);
  // Changing something that waits for a mailbox to be connected again sends nothing.
  if (refused && refused !== 'mailbox_disconnected') return refuseSend(refused, sender.name);
  const plan = replan(send, edit, { now: actor.now, undoMs });
  if (isRefusal(plan)) return plan;
  const { inReplyTo } = send;
  const thread = await checkThread(q, vault, actor, { inReplyTo, subject: edit.subject }, sender.mailbox);
  const refusal = endsBefore(sender, plan.dueAt) ?? thread ?? (await checkTwin(q, send, edit));
  return refusal ?? (await moveUsage(q, send, sender, plan, actor.now)) ?? plan;
}

/** Any word about time replaces all of it; without one the plan stays and only the undo window begins anew. */
function replan(send: SendRow, edit: Edit, at: { now: number; undoMs: number }): Plan | Refusal {
  if (edit.sendAt !== undefined || edit.zone !== undefined || edit.hours !== undefined)
    return planSend(edit, at);
  const undoUntil = at.now + at.undoMs;
  const { plannedAt, zone, hours } = send;
  return { plannedAt, zone, hours, undoUntil, dueAt: dueWithin(send, Math.max(undoUntil, plannedAt)) };
}

/** Nobody gets two emails of one batch. */
async function checkTwin(q: Db, { id, batchId }: SendRow, { to }: Edit): Promise<Refusal | null> {
  if (batchId === null || to === undefined) return null;
  return (await isInBatch(q, batchId, recipientKeyOf(to.email), id))
    ? refuse(
        'invalid_request',
        'to: this recipient gets an email of the same batch already. Nothing was changed.',
      )
    : null;
}

async function moveUsage(
  q: Db,
  send: SendRow,
  { grant, name }: FoundSender,
  { dueAt }: Plan,
  now: number,
): Promise<Refusal | null> {
  const day = utcDay(dueAt);
  if (grant === null || day === send.usageDay) return null;
  const cap = grant.terms.dailyCap;
  const [taken] = await takeUsages(q, [{ grantId: grant.id, day, cap }]);
  if (!taken) return capReached(cap, name, day, now);
  await giveBackUsage(q, grant.id, send.usageDay);
  return null;
}

async function change(
  q: Db,
  {
    send,
    sender,
    edit,
    actor,
    vault,
    body,
    plan,
    toEmail,
  }: Editing & { body: Body; plan: Plan; toEmail: string },
): Promise<SendRow | Refusal> {
  const toName = edit.to ? nameOf(edit.to) : openHeading(vault, send).toName;
  const content = { subject: edit.subject, toName, ...body };
  const { id } = send;
  const policy = await readPolicy(q, send.workspaceId);
  const { unsubscribeLine } = policy;
  const tracking = await decideTrackingAnew(q, policy, { id, toEmail }, edit.track, (asked) =>
    prepareTracking(vault, id, body, asked),
  );
  const contentHash = hashContent(sender.mailbox.id, toEmail, content, { tracking, unsubscribeLine });
  // What was approved and now only goes at another time is what was approved.
  const isSame = send.state === 'queued' && contentHash === send.contentHash;
  const asks = !isSame && (await needsApproval(q, sender.grant, send.id));
  const paused = (await readBatchStates(q, [send.batchId])).get(send.batchId ?? '') === 'paused';
  const edited = await moveSend(
    q,
    send.id,
    ['queued', 'held'],
    {
      ...plan,
      ...(paused && !asks ? { dueAt: never } : {}),
      ...sealContent(vault, send.id, content),
      state: asks ? 'held' : 'queued',
      toEmail,
      recipientKey: recipientKeyOf(toEmail),
      contentHash,
      unsubscribeLine,
      usageDay: utcDay(plan.dueAt),
      failure: null,
    },
    edit.contentHash,
  );
  if (!edited) return sendMovedOn(send, 'Nothing was changed.');
  await replaceTracking(q, id, tracking);
  if (!asks && !paused) await noteDue(q, [edited]);
  if (send.batchId !== null)
    await setContentHash(q, send.batchId, hashBatch(await listContentHashes(q, send.batchId)));
  await record(q, send, edited, actor);
  return edited;
}

async function record(q: Db, before: SendRow, edited: SendRow, { memberId: actorId, now }: GrantActor) {
  const asksAgain = edited.state === 'held' && before.state !== 'held';
  if (asksAgain) {
    const people = [edited.requestorId, edited.acceptorId];
    await tell(q, people, { type: 'send.edited', subjectId: edited.id, actorId, at: now });
  }
  const { contentHash, dueAt } = edited;
  await recordSend(q, edited, {
    ...{ action: 'send.edit', event: asksAgain ? 'send.held' : 'send.edited', actorId, now },
    details: { from: before.contentHash, contentHash, dueAt, state: edited.state },
  });
}

const movedOn = (send: SendRow, contentHash: string): Refusal | null =>
  send.state !== 'queued' && send.state !== 'held'
    ? sendMovedOn(send, 'It can no longer be changed.')
    : send.contentHash === contentHash
      ? null
      : refuse('state_moved_on', 'This email was changed meanwhile. Nothing was changed; read it again.');
