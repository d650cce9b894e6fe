import { appendAuditAll, type AuditNote } from '../../audit/append.ts';
import { notFound, refuse, type Refusal } from '../../refusal.ts';
import {
  closeInvitation,
  findOpenInvitation,
  hasOpenBusiness,
  withdrawInvitationsOf,
} from '../../store/invitations.ts';
import { tellTeam } from '../../store/events.ts';
import { hasOtherMembers, lockMember, moveMember } from '../../store/members.ts';
import type { Db, Store } from '../../store/store.ts';
import { closeWorkspace, lockWorkspaces } from '../../store/workspaces.ts';
import type { Session } from '../sessions/index.ts';
import { addressOf } from './read-invitations.ts';

/**
 * A personal account joins the workspace that invited its verified address, as an ordinary member and with its
 * mailbox. Its own workspace must be empty but for it, with no open grants and no mail under way; what that one still
 * had on offer is withdrawn. Both workspaces are locked, so that nobody joins what is being left.
 */
export function acceptInvitation(
  store: Store,
  session: Session,
  id: string,
  now: number,
): Promise<Refusal | null> {
  return store.tx(async (q) => {
    const found = await findOpenInvitation(q, id, await addressOf(q, session.memberId));
    if (!found) return notFound();
    const { workspaceId: to } = found.invitation;
    const member = await lockMember(q, session.memberId);
    if (!member || member.frozenAt !== null) return notFound();
    const from = member.workspaceId;
    const left = (await lockWorkspaces(q, [from, to])).find((workspace) => workspace.id === from);
    if (left?.domain !== null || from === to) {
      return refuse('forbidden', 'Only a personal account can join another workspace.');
    }
    if ((await hasOtherMembers(q, from, member.id)) || (await hasOpenBusiness(q, member.id))) {
      return refuse(
        'state_moved_on',
        'Nothing was changed: your own workspace still has members, open grants or mail under way. End those first.',
      );
    }
    if (!(await closeInvitation(q, id, 'accepted'))) return notFound();
    await withdrawInvitationsOf(q, from);
    await moveMember(q, member.id, to);
    // Its name is the member's, and nobody is left to read it.
    await closeWorkspace(q, from);
    await tellTeam(q, to, { memberId: member.id, at: now });
    const note = { at: now, actorId: member.id } as const;
    await appendAuditAll(q, [
      { ...note, workspaceId: from, ...accepted(id), details: { movedTo: to } },
      { ...note, workspaceId: to, ...accepted(id), details: {} },
      {
        ...note,
        workspaceId: to,
        action: 'member.join',
        subjectType: 'member',
        subjectId: member.id,
        details: { role: 'member', invitationId: id },
      },
    ]);
    return null;
  });
}

/** The invited person says no. */
export function declineInvitation(
  store: Store,
  session: Session,
  id: string,
  now: number,
): Promise<Refusal | null> {
  return store.tx(async (q: Db) => {
    const found = await findOpenInvitation(q, id, await addressOf(q, session.memberId));
    if (!found || !(await closeInvitation(q, id, 'declined'))) return notFound();
    await appendAuditAll(q, [
      {
        workspaceId: found.invitation.workspaceId,
        at: now,
        action: 'invitation.decline',
        actorId: session.memberId,
        subjectType: 'invitation',
        subjectId: id,
      },
    ]);
    return null;
  });
}

const accepted = (id: string): Pick<AuditNote, 'action' | 'subjectType' | 'subjectId'> => ({
  action: 'invitation.accept',
  subjectType: 'invitation',
  subjectId: id,
});
