import { v7 as newId } from 'uuid';
import type { Invitation } from '../../../shared/api/invitations.ts';
import { appendAudit } from '../../audit/append.ts';
import { notFound, onlyAdmin, type Refusal } from '../../refusal.ts';
import {
  closeInvitation,
  findOpenInvitation,
  findOpenInvitationTo,
  insertInvitation,
} from '../../store/invitations.ts';
import type { Db, Store } from '../../store/store.ts';
import { lockWorkspaces } from '../../store/workspaces.ts';
import type { Session } from '../sessions/index.ts';
import { toInvitation } from './invitation-view.ts';

/** An admin asks a personal account in. Asking the same address again answers with the open invitation. */
export function invite(
  store: Store,
  session: Session,
  address: string,
  now: number,
): Promise<Invitation | Refusal> {
  const email = address.toLowerCase();
  return store.tx(async (q) => {
    if (session.role !== 'admin') return onlyAdmin();
    // Under the workspace's lock, so that two clicks don't make two invitations.
    await lockWorkspaces(q, [session.workspaceId]);
    const { workspaceId } = session;
    const open = await findOpenInvitationTo(q, workspaceId, email);
    const id = open ?? newId();
    if (!open) {
      const row = { id, workspaceId, email, invitedBy: session.memberId, createdAt: now };
      await insertInvitation(q, { ...row, state: 'open' });
      await recordInvitation(q, session, { id, action: 'invitation.create', now });
    }
    return toInvitation((await findOpenInvitation(q, id, { workspaceId }))!);
  });
}

/** An admin takes an open invitation back. */
export function withdrawInvitation(
  store: Store,
  session: Session,
  id: string,
  now: number,
): Promise<Refusal | null> {
  return store.tx(async (q) => {
    if (session.role !== 'admin') return onlyAdmin();
    const found = await findOpenInvitation(q, id, { workspaceId: session.workspaceId });
    if (!found || !(await closeInvitation(q, id, 'withdrawn'))) return notFound();
    await recordInvitation(q, session, { id, action: 'invitation.withdraw', now });
    return null;
  });
}

const recordInvitation = (
  q: Db,
  session: Session,
  { id, action, now }: { id: string; action: 'invitation.create' | 'invitation.withdraw'; now: number },
): Promise<void> =>
  appendAudit(q, {
    workspaceId: session.workspaceId,
    at: now,
    action,
    actorId: session.memberId,
    subjectType: 'invitation',
    subjectId: id,
  });
