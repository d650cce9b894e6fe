import { appendAuditAll, type AuditNote } from '../../audit/append.ts';
import { eraseInvitations } from '../../store/invitations.ts';
import { findSuccessor, makeAdmin } from '../../store/members.ts';
import type { MemberRow } from '../../store/people.ts';
import type { Db } from '../../store/store.ts';
import { closeWorkspace, lockWorkspaces, renameWorkspace } from '../../store/workspaces.ts';

/** Who is next in a workspace when a member leaves (null: nobody), and who becomes admin by it (null: nobody has to). */
export async function findHeir(
  q: Db,
  { id, workspaceId, role }: MemberRow,
): Promise<{ next: MemberRow | null; heir: MemberRow | null }> {
  const next = await findSuccessor(q, workspaceId, id);
  return { next, heir: role === 'admin' && next?.role !== 'admin' ? next : null };
}

/**
 * What a member leaves behind in their workspace. There is no handing over to forget: the last admin is followed by
 * who has been there longest. Where nobody is left the workspace is closed, so that its domain begins anew and inherits
 * nothing. Invitations from them, and to their address, end and lose their addresses.
 */
export async function leaveWorkspace(q: Db, member: MemberRow, now: number): Promise<void> {
  const { id, workspaceId } = member;
  const [workspace] = await lockWorkspaces(q, [workspaceId]);
  const { next, heir } = await findHeir(q, member);
  if (heir) await makeAdmin(q, heir.id);
  const invitations = await eraseInvitations(q, {
    memberId: id,
    email: member.email.toLowerCase(),
    workspaceId: next ? null : workspaceId,
  });
  if (!next) await closeWorkspace(q, workspaceId);
  // A personal account's workspace bears the name of who founded it.
  else if (workspace!.domain === null && workspace!.createdAt === member.createdAt)
    await renameWorkspace(q, workspaceId, next.name);
  const by = { at: now, actorId: id } as const;
  await appendAuditAll(q, [
    ...invitations.map((it): AuditNote => ({
      ...{ ...by, workspaceId: it.workspaceId, subjectType: 'invitation', subjectId: it.id },
      action: it.mine ? 'invitation.decline' : 'invitation.withdraw',
    })),
    ...(heir ? [promotion(heir, 'last_admin_left', now)] : []),
  ]);
}

/** How it is written down that somebody became admin because nobody else was left to be one. */
export const promotion = (
  { id, workspaceId }: MemberRow,
  why: 'last_admin_left' | 'last_admin_superseded',
  at: number,
): AuditNote => ({
  ...{ workspaceId, at, action: 'member.promote', actorId: null, subjectType: 'member', subjectId: id },
  details: { why },
});
