import { appendAudit } from '../../audit/append.ts';
import { findMember } from '../../store/members.ts';
import { endFamiliesOfMember, endFamily } from '../../store/sessions.ts';
import type { Db, Store } from '../../store/store.ts';
import type { Session } from './session.ts';

/** Signs out: every token of the session is dead from now on. Signing out twice is no mistake. */
export const endSession = (store: Store, session: Session, now: number): Promise<void> =>
  store.tx(async (q) => {
    const ended = await endFamily(q, session.familyId, { endedAt: now, endReason: 'logout' });
    if (!ended) return;
    await appendAudit(q, {
      workspaceId: session.workspaceId,
      at: now,
      action: 'session.end',
      actorId: session.memberId,
      subjectType: 'session',
      subjectId: session.familyId,
    });
  });

/** Ends a family because one of its secrets was used twice, and writes that down; in the caller's unit of work. */
export async function endReusedFamily(
  q: Db,
  familyId: string,
  { secret, now }: { secret: 'code' | 'refresh_token'; now: number },
): Promise<void> {
  const ended = await endFamily(q, familyId, { endedAt: now, endReason: 'reuse' });
  const member = ended && (await findMember(q, ended.memberId));
  if (!member) return;
  await appendAudit(q, {
    workspaceId: member.workspaceId,
    at: now,
    action: 'session.reuse',
    actorId: null,
    subjectType: 'session',
    subjectId: familyId,
    details: { memberId: member.id, secret },
  });
}

/** Ends all sessions of a member, in the caller's unit of work. Resolves with how many there were. */
export const endSessionsOfMember = (q: Db, memberId: string, reason: string, now: number): Promise<number> =>
  endFamiliesOfMember(q, memberId, { endedAt: now, endReason: reason });
