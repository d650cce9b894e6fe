import { formerMember } from '../../../shared/domain/former-member.ts';
import { appendAudit } from '../../audit/append.ts';
import { endGrantsOf } from '../../grants/end-grants-of.ts';
import { isRefusal, refuse, signedOut, type Refusal } from '../../refusal.ts';
import { countWaitingAround, erasePerson, eraseSends } from '../../store/erase.ts';
import { findMailboxOf } from '../../store/mailboxes.ts';
import type { AccountsDeps } from '../deps.ts';
import { dropMailbox } from '../mailbox/disconnect-mailbox.ts';
import { revokeSealed } from '../mailbox/revoke-sealed.ts';
import type { Session } from '../sessions/index.ts';
import { lockWithBusiness } from '../team/lock-with-business.ts';
import { stopMember } from '../team/stop-member.ts';
import { leaveWorkspace } from './leave-workspace.ts';

/**
 * A member has their data deleted. In one unit of work: their grants end on both sides and the others are told, nothing
 * of theirs and nothing through their mailbox goes out any more, their sessions and tokens are dead, and what is
 * personal is erased (`erase.design.md` says what that is). Then the permission is taken back at the provider. Whoever
 * signs in with the same account later is somebody new. Resolves with how many waiting emails it stopped.
 */
export async function eraseMember(
  deps: AccountsDeps,
  { memberId }: Session,
  confirmation: string,
): Promise<{ stopped: number } | Refusal> {
  const now = deps.clock();
  const erased = await deps.store.tx(async (q) => {
    const member = await lockWithBusiness(q, memberId);
    if (!member || member.frozenAt !== null) return signedOut();
    if (confirmation.trim().toLowerCase() !== member.email.toLowerCase()) {
      return refuse('forbidden', 'That is not the address you are signed in with. Nothing was deleted.');
    }
    const stopped = await countWaitingAround(q, memberId);
    const grants = await endGrantsOf(q, { memberId, workspaceId: member.workspaceId, now });
    await stopMember(q, member, { actorId: memberId, reason: 'erased', now });
    const mailbox = await findMailboxOf(q, memberId);
    if (mailbox) await dropMailbox(q, mailbox, now);
    await leaveWorkspace(q, member, now);
    await erasePerson(q, memberId, formerMember);
    await eraseSends(q, memberId, now);
    await appendAudit(q, {
      ...{ workspaceId: member.workspaceId, at: now, action: 'member.erase', actorId: memberId },
      ...{ subjectType: 'member', subjectId: memberId, details: { stopped, grants } },
    });
    return { stopped, mailbox };
  });
  if (isRefusal(erased)) return erased;
  // Committed is committed: a log that can't be emptied now is overwritten later.
  await deps.store.scrub().catch((fault: unknown) => deps.log.warn('A log could not be emptied.', { fault }));
  if (erased.mailbox) await revokeSealed(deps, erased.mailbox);
  return { stopped: erased.stopped };
}
