import type { SendFailure, SendState } from '../../shared/domain/send-state.ts';
import type { GrantActor } from '../grants/grant-actor.ts';
import { recordSent } from '../replies/record-sent.ts';
import { isRefusal, notFound, refuse, type Refusal } from '../refusal.ts';
import { findSendOf, moveSend, type SendRow } from '../store/sends.ts';
import type { Db, Store } from '../store/store.ts';
import { giveBackDays } from '../store/usage.ts';
import { recordSend } from './record-send.ts';
import { unlessRefused } from './unless-refused.ts';

/** The requestor takes an email back that was not handed over yet (undo, or cancel of a scheduled one). */
export const cancelSend = (store: Store, actor: GrantActor, id: string): Promise<SendRow | Refusal> =>
  changeSend(store, actor, id, 'requestorId', async (q, send) => {
    const end = { state: 'cancelled' as const, endedAt: actor.now };
    const moved = await moveSend(q, id, ['queued', 'held'], end);
    if (!moved) return sendMovedOn(send, 'It can no longer be taken back.');
    await endUnsent(q, moved);
    await recordSend(q, moved, {
      action: 'send.cancel',
      event: 'send.cancelled',
      actorId: actor.memberId,
      now: actor.now,
    });
    return moved;
  });

/** The acceptor does not let it go out. */
export const rejectSend = (store: Store, actor: GrantActor, id: string): Promise<SendRow | Refusal> =>
  changeSend(store, actor, id, 'acceptorId', async (q, send) => {
    const moved = await moveSend(q, id, ['held'], { state: 'rejected', endedAt: actor.now });
    if (!moved) return sendMovedOn(send, 'Nothing was changed.');
    await endUnsent(q, moved);
    await recordSend(q, moved, {
      action: 'send.reject',
      event: 'send.rejected',
      actorId: actor.memberId,
      now: actor.now,
    });
    return moved;
  });

/**
 * The acceptor looked into their Sent folder and says what became of an uncertain send. Not sent is final: hours
 * later nobody wants an email to go out by itself, the requestor can send it again.
 */
export const resolveSend = (
  store: Store,
  actor: GrantActor,
  id: string,
  outcome: 'sent' | 'notSent',
): Promise<SendRow | Refusal> =>
  changeSend(store, actor, id, 'acceptorId', async (q, send) => {
    const sent = outcome === 'sent';
    const failure: SendFailure | null = sent ? null : 'not_sent_confirmed';
    const moved = await moveSend(q, id, ['uncertain'], {
      state: sent ? 'sent' : 'failed',
      failure,
      // Nobody looks for it any more.
      leaseUntil: null,
      endedAt: actor.now,
      ...(sent ? { sentAt: send.firedAt } : {}),
    });
    if (!moved) return sendMovedOn(send, 'Nothing was changed.');
    if (!sent) await endUnsent(q, moved);
    // Nobody knows its thread: it is not looked at.
    else await recordSent(q, [{ ...moved, sentAt: moved.sentAt!, threadIsKnown: false }]);
    await recordSend(q, moved, {
      action: 'send.resolve',
      event: sent ? 'send.sent' : 'send.failed',
      actorId: actor.memberId,
      now: actor.now,
      details: { outcome },
    });
    return moved;
  });

const changeSend = (
  store: Store,
  { memberId }: GrantActor,
  id: string,
  who: 'requestorId' | 'acceptorId',
  change: (q: Db, send: SendRow) => Promise<SendRow | Refusal>,
): Promise<SendRow | Refusal> =>
  unlessRefused(store, async (q) => {
    const send = await findOwnSend(q, id, memberId, who);
    return isRefusal(send) ? send : change(q, send);
  });

/** The send by that id, for the one of its two people who may act on it. */
export async function findOwnSend(
  q: Db,
  id: string,
  memberId: string,
  who: 'requestorId' | 'acceptorId',
): Promise<SendRow | Refusal> {
  const send = await findSendOf(q, id, memberId);
  if (!send) return notFound();
  if (send[who] === memberId) return send;
  const owner = who === 'requestorId' ? 'the person who wrote it' : 'the owner of the mailbox';
  return refuse('forbidden', `Only ${owner} can do that. Nothing was changed.`);
}

/** What an email that ended without going out leaves: its slot of the day's cap, and its place in the queue. */
export const endUnsent = (q: Db, send: Pick<SendRow, 'grantId' | 'usageDay'>): Promise<void> =>
  giveBackDays(q, [send]);

/** What somebody is told whose act came after another. */
export const sendMovedOn = (send: { state: SendState }, then: string): Refusal =>
  refuse('state_moved_on', `This email is ${send.state} by now. ${then}`);
