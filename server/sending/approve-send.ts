import { authoriseSend } from '../grants/authorise-send.ts';
import type { GrantActor } from '../grants/grant-actor.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { findSendOf, listHeldOfGrant, type SendHead, type SendRow } from '../store/sends.ts';
import type { Db, Store } from '../store/store.ts';
import { findOwnSend, sendMovedOn } from './change-send.ts';
import { lockSenderOf, type FoundSender } from './find-senders.ts';
import { recordSend, recordTogether } from './record-send.ts';
import { releaseSends } from './release-sends.ts';
import { unlessRefused } from './unless-refused.ts';

/**
 * The acceptor lets exactly this content go out: at its time or, if that has passed, at once, whatever the day's cap,
 * since they have just said so. Under terms that want the first one approved, what else waits is free from here on.
 */
export const approveSend = (
  store: Store,
  actor: GrantActor,
  id: string,
  contentHash: string,
): Promise<SendRow | Refusal> =>
  unlessRefused(store, async (q) => {
    const before = await findOwnSend(q, id, actor.memberId, 'acceptorId');
    if (isRefusal(before)) return before;
    const sender = await lockSenderOf(q, before, actor, before.toEmail);
    if (isRefusal(sender)) return sender;
    // Again, now that nobody else can edit it or end its grant.
    const send = (await findSendOf(q, id, actor.memberId)) ?? before;
    if (send.state !== 'held') return sendMovedOn(send, 'Nothing was changed.');
    if (send.contentHash !== contentHash) return notWhatWasShown();
    const ended = permissionEnded(sender);
    if (ended) return ended;
    const { grant } = sender;
    const [approved] = await releaseSends(q, [send], { grant, now: actor.now, capped: false });
    if (!approved) return sendMovedOn({ state: 'cancelled' }, 'Nothing was changed.');
    await recordSend(q, approved, {
      action: 'send.approve',
      event: 'send.queued',
      actorId: actor.memberId,
      now: actor.now,
      details: { contentHash, dueAt: approved.dueAt },
    });
    await releaseTheRest(q, sender, actor);
    return { ...send, ...approved };
  });

/** What an acceptor is told whose yes was to other words. */
export const notWhatWasShown = (): Refusal =>
  refuse('state_moved_on', 'This is not the content you were shown. Nothing was sent; read it again.');

/** A yes to something that nothing may go out under any more. */
export function permissionEnded({ facts }: FoundSender): Refusal | null {
  const refused = authoriseSend(facts);
  // It waits for the mailbox to be connected again, as anything does that was let go before; of its recipient the
  // claim decides, and says so to both people.
  const goesOn = ['mailbox_disconnected', 'recipient_not_allowed', 'recipient_suppressed'];
  return refused === null || goesOn.includes(refused)
    ? null
    : refuse('state_moved_on', 'The permission this would go out under has ended. Nothing was sent.');
}

/** Under terms that want the first email approved, whatever else is held goes as it was planned once one was. */
export async function releaseTheRest(
  q: Db,
  { grant }: FoundSender,
  { memberId, now }: GrantActor,
): Promise<SendHead[]> {
  if (grant?.terms.approval !== 'first') return [];
  const released = await releaseSends(q, await listHeldOfGrant(q, grant.id), {
    ...{ grant, now, capped: true },
  });
  await recordTogether(q, released, {
    action: 'send.release',
    event: 'send.queued',
    batchEvent: 'batch.approved',
    actorId: memberId,
    now,
  });
  return released;
}
