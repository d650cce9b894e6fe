import { and, eq, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import { stoppableSendStates, type SendFailure } from '../../shared/domain/send-state.ts';
import { inList } from './in-list.ts';
import { releaseMailboxes } from './queue.ts';
import { headOf, type SendHead } from './sends.ts';
import type { Db } from './store.ts';
import { findThreadRoots, type Linked } from './thread-roots.ts';

/**
 * Ends as `blocked` what was to follow in the thread of a send and was not handed over yet, also what somebody has taken
 * for handing over: its mark is then refused, since it is no longer under way. One statement, so that nothing slips
 * through by changing from waiting to taken or back.
 */
export async function blockFollowUps(
  q: Db,
  send: Linked & Pick<SendHead, 'mailboxId'>,
  end: { failure: SendFailure; endedAt: number },
): Promise<SendHead[]> {
  const { sends } = q.t;
  const isTaken = and(eq(sends.state, 'sending'), isNull(sends.firedAt));
  const isOpen = or(inArray(sends.state, [...stoppableSendStates]), isTaken);
  const open = await q
    .select({ id: sends.id, inReplyTo: sends.inReplyTo })
    .from(sends)
    .where(
      and(
        eq(sends.mailboxId, send.mailboxId),
        inArray(sends.state, [...stoppableSendStates, 'sending']),
        isNotNull(sends.inReplyTo),
      ),
    );
  if (open.length === 0) return [];
  const roots = await findThreadRoots(q, [...open, send]);
  const ids = open.map(({ id }) => id).filter((id) => roots.get(id) === roots.get(send.id));
  if (ids.length === 0) return [];
  const blocked = await q
    .update(sends)
    .set({ state: 'blocked', ...end })
    .where(and(inList(sends.id, ids), isOpen))
    .returning(headOf(q));
  // Its lease tells which one was taken. The mailbox was busy with it and with nothing else.
  const taken = blocked.filter(({ leaseUntil }) => leaseUntil !== null).map(({ id }) => id);
  if (taken.length > 0) {
    await q.update(sends).set({ leaseUntil: null }).where(inList(sends.id, taken));
    await releaseMailboxes(q, [send.mailboxId]);
  }
  return blocked;
}
