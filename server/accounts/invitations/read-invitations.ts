import type { Invitation } from '../../../shared/api/invitations.ts';
import type { Page } from '../../../shared/api/page.ts';
import { refuse, type Refusal } from '../../refusal.ts';
import { listInvitations, type InvitationScope } from '../../store/invitations.ts';
import { findMember } from '../../store/members.ts';
import type { Db } from '../../store/store.ts';
import type { Session } from '../sessions/index.ts';
import { toInvitation } from './invitation-view.ts';

/** Open invitations, newest first: those to my own verified address, or (admins) those of my workspace. */
export async function readInvitations(
  q: Db,
  session: Session,
  page: { toMe: boolean; before: string | null; limit: number },
): Promise<Page<Invitation> | Refusal> {
  if (!page.toMe && session.role !== 'admin') {
    return refuse('forbidden', 'Only an admin can see the workspace’s invitations.');
  }
  const scope: InvitationScope = page.toMe
    ? await addressOf(q, session.memberId)
    : { workspaceId: session.workspaceId };
  const rows = await listInvitations(q, scope, { before: page.before, limit: page.limit + 1 });
  const items = rows.slice(0, page.limit).map(toInvitation);
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

/** The address invitations find a member by: the one their provider verified, in lower case. */
export async function addressOf(q: Db, memberId: string): Promise<{ email: string }> {
  const member = await findMember(q, memberId);
  return { email: member?.email.toLowerCase() ?? '' };
}
