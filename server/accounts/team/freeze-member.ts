import { appendAudit } from '../../audit/append.ts';
import { notFound, onlyAdmin, refuse, type Refusal } from '../../refusal.ts';
import { erasedIssuer, lockAdmin, setFrozen } from '../../store/members.ts';
import type { MemberRow } from '../../store/people.ts';
import type { Db, Store } from '../../store/store.ts';
import type { Session } from '../sessions/index.ts';
import { lockWithBusiness } from './lock-with-business.ts';
import { refreshGrantsAround, stopMember } from './stop-member.ts';

/** An admin stops a member at once: sessions, waiting mail, grants. Freezing twice is no mistake. */
export function freezeMember(
  store: Store,
  session: Session,
  memberId: string,
  now: number,
): Promise<Refusal | null> {
  return store.tx(async (q) => {
    const member = await lockColleague(q, session, memberId);
    if ('refused' in member) return member;
    if (member.id === session.memberId) {
      return refuse('forbidden', 'You can’t freeze yourself. Another admin can.');
    }
    const stopped = await stopMember(q, member, { actorId: session.memberId, reason: 'frozen', now });
    if (stopped) await record(q, session, member, 'member.freeze', now, stopped);
    return null;
  });
}

/** An admin lets a frozen member in again. Their ended sessions and blocked mail stay as they are. */
export function unfreezeMember(
  store: Store,
  session: Session,
  memberId: string,
  now: number,
): Promise<Refusal | null> {
  return store.tx(async (q) => {
    const member = await lockColleague(q, session, memberId);
    if ('refused' in member) return member;
    if (!(await setFrozen(q, member.id, null))) return null;
    await refreshGrantsAround(q, member.id, { actorId: session.memberId, now });
    await record(q, session, member, 'member.unfreeze', now, {});
    return null;
  });
}

/** Both people are locked, in one order, so that two admins who freeze each other can't both succeed. */
async function lockColleague(q: Db, session: Session, memberId: string): Promise<MemberRow | Refusal> {
  const { workspaceId } = session;
  const member = await lockWithBusiness(q, memberId, [session.memberId]);
  if (!(await lockAdmin(q, session))) return onlyAdmin();
  return member?.workspaceId === workspaceId && member.iss !== erasedIssuer ? member : notFound();
}

const record = (
  q: Db,
  session: Session,
  member: MemberRow,
  action: 'member.freeze' | 'member.unfreeze',
  at: number,
  details: Record<string, number>,
): Promise<void> =>
  appendAudit(q, {
    workspaceId: session.workspaceId,
    at,
    action,
    actorId: session.memberId,
    subjectType: 'member',
    subjectId: member.id,
    details,
  });
