import { and, desc, eq, inArray, lt, or, type SQL } from 'drizzle-orm';
import { openGrantStates } from '../../shared/domain/grant-state.ts';
import type { Db } from './store.ts';

export type InvitationRow = Db['t']['invitations']['$inferSelect'];
export type InvitationView = { invitation: InvitationRow; workspaceName: string; inviterName: string };

export async function insertInvitation(q: Db, row: Db['t']['invitations']['$inferInsert']): Promise<void> {
  await q.insert(q.t.invitations).values(row);
}

/** Which open invitations: those of a workspace, or those to an address (lower case). */
export type InvitationScope = { workspaceId: string } | { email: string };

/** Open invitations, newest first; `before` is the id the page before ended with. */
export async function listInvitations(
  q: Db,
  scope: InvitationScope,
  { before, limit }: { before: string | null; limit: number },
): Promise<InvitationView[]> {
  const { invitations, workspaces, members } = q.t;
  return q
    .select({ invitation: invitations, workspaceName: workspaces.name, inviterName: members.name })
    .from(invitations)
    .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
    .innerJoin(members, eq(members.id, invitations.invitedBy))
    .where(
      and(
        'email' in scope
          ? eq(invitations.email, scope.email)
          : eq(invitations.workspaceId, scope.workspaceId),
        eq(invitations.state, 'open'),
        before === null ? undefined : lt(invitations.id, before),
      ),
    )
    .orderBy(desc(invitations.id))
    .limit(limit);
}

/** The open invitation by that id in that scope, with the names people read, or null. */
export async function findOpenInvitation(
  q: Db,
  id: string,
  scope: InvitationScope,
): Promise<InvitationView | null> {
  const { invitations, workspaces, members } = q.t;
  const [row] = await q
    .select({ invitation: invitations, workspaceName: workspaces.name, inviterName: members.name })
    .from(invitations)
    .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
    .innerJoin(members, eq(members.id, invitations.invitedBy))
    .where(
      and(
        eq(invitations.id, id),
        eq(invitations.state, 'open'),
        'email' in scope
          ? eq(invitations.email, scope.email)
          : eq(invitations.workspaceId, scope.workspaceId),
      ),
    );
  return row ?? null;
}

/** The open invitation of a workspace to an address, or null. */
export async function findOpenInvitationTo(
  q: Db,
  workspaceId: string,
  email: string,
): Promise<string | null> {
  const t = q.t.invitations;
  const [row] = await q
    .select({ id: t.id })
    .from(t)
    .where(and(eq(t.workspaceId, workspaceId), eq(t.email, email), eq(t.state, 'open')))
    .limit(1);
  return row?.id ?? null;
}

/** Answers an open invitation; false when it is open no more. */
export async function closeInvitation(
  q: Db,
  id: string,
  state: 'accepted' | 'declined' | 'withdrawn',
): Promise<boolean> {
  const t = q.t.invitations;
  const closed = await q
    .update(t)
    .set({ state })
    .where(and(eq(t.id, id), eq(t.state, 'open')))
    .returning({ id: t.id });
  return closed.length === 1;
}

/** Withdraws whatever a workspace still has open. */
export async function withdrawInvitationsOf(q: Db, workspaceId: string): Promise<void> {
  const t = q.t.invitations;
  await q
    .update(t)
    .set({ state: 'withdrawn' })
    .where(and(eq(t.workspaceId, workspaceId), eq(t.state, 'open')));
}

/**
 * Erases the addresses of invitations that a member sent, or that were sent to theirs; with `workspaceId`, of all of
 * that workspace. Open ones are closed first: resolves with those, `mine` being the ones sent to the member.
 */
export async function eraseInvitations(
  q: Db,
  { memberId, email, workspaceId }: { memberId: string; email: string; workspaceId: string | null },
): Promise<{ id: string; workspaceId: string; mine: boolean }[]> {
  const t = q.t.invitations;
  const sent =
    workspaceId === null
      ? eq(t.invitedBy, memberId)
      : or(eq(t.invitedBy, memberId), eq(t.workspaceId, workspaceId));
  const row = { id: t.id, workspaceId: t.workspaceId };
  const close = (state: 'withdrawn' | 'declined', which: SQL | undefined) =>
    q
      .update(t)
      .set({ state })
      .where(and(which, eq(t.state, 'open')))
      .returning(row);
  const withdrawn = await close('withdrawn', sent);
  const declined = await close('declined', eq(t.email, email));
  await q
    .update(t)
    .set({ email: '' })
    .where(or(sent, eq(t.email, email)));
  return [
    ...withdrawn.map((it) => ({ ...it, mine: false })),
    ...declined.map((it) => ({ ...it, mine: true })),
  ];
}

/** Whether a member has open grants or mail that is still on its way: both belong to the workspace they are in. */
export async function hasOpenBusiness(q: Db, memberId: string): Promise<boolean> {
  const { grants, sends } = q.t;
  const [grant] = await q
    .select({ id: grants.id })
    .from(grants)
    .where(
      and(
        or(eq(grants.requestorId, memberId), eq(grants.acceptorId, memberId)),
        inArray(grants.state, [...openGrantStates]),
      ),
    )
    .limit(1);
  if (grant) return true;
  const [send] = await q
    .select({ id: sends.id })
    .from(sends)
    .where(
      and(
        or(eq(sends.requestorId, memberId), eq(sends.acceptorId, memberId)),
        inArray(sends.state, ['held', 'queued', 'sending', 'uncertain']),
      ),
    )
    .limit(1);
  return send !== undefined;
}
