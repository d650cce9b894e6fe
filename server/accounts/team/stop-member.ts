import { blockWaitingOfMailbox, blockWaitingOfRequestor } from '../../grants/block-waiting.ts';
import { refreshSuspension } from '../../grants/refresh-suspension.ts';
import { listGrantsHeldBy } from '../../store/grants.ts';
import { findMailboxOf } from '../../store/mailboxes.ts';
import { setFrozen } from '../../store/members.ts';
import type { MemberRow } from '../../store/people.ts';
import type { Db } from '../../store/store.ts';
import { endSessionsOfMember } from '../sessions/end-session.ts';

type Cause = { actorId: string | null; reason: 'frozen' | 'superseded' | 'erased'; now: number };

/**
 * Freezes a member in the caller's unit of work: no session of theirs lives on, nothing of theirs and nothing through
 * their mailbox goes out. Resolves with what was stopped, or null when they were frozen already.
 */
export async function stopMember(
  q: Db,
  member: MemberRow,
  { actorId, reason, now }: Cause,
): Promise<{ sessions: number; sends: number } | null> {
  if (!(await setFrozen(q, member.id, now))) return null;
  const sessions = await endSessionsOfMember(q, member.id, reason, now);
  const mailbox = await findMailboxOf(q, member.id);
  let sends = await blockWaitingOfRequestor(q, member.id, 'member_frozen', { actorId, now });
  if (mailbox) {
    sends += await blockWaitingOfMailbox(q, mailbox.id, 'member_frozen', { actorId, now, own: true });
  }
  await refreshGrantsAround(q, member.id, { actorId, now });
  return { sessions, sends };
}

/** Brings the grants from and through a member to what their circumstances now ask for. */
export async function refreshGrantsAround(
  q: Db,
  memberId: string,
  { actorId, now }: { actorId: string | null; now: number },
): Promise<void> {
  const mailbox = await findMailboxOf(q, memberId);
  const held = await listGrantsHeldBy(q, memberId);
  const around = [...(mailbox ? [mailbox.id] : []), ...held.map((grant) => grant.mailboxId)];
  for (const mailboxId of [...new Set(around)].sort()) await refreshSuspension(q, mailboxId, now, actorId);
}
