import type { Me, TeamMember } from '../../../shared/api/me.ts';
import type { Page } from '../../../shared/api/page.ts';
import { findMe, listTeam } from '../../store/members.ts';
import type { MemberRow } from '../../store/people.ts';
import type { Db } from '../../store/store.ts';
import type { Session } from '../sessions/index.ts';

/** The signed-in member. */
export async function readMe(q: Db, session: Session): Promise<Me> {
  const found = await findMe(q, session.memberId);
  if (!found) throw new Error('A session outlived its member.');
  const { member, workspace } = found;
  return {
    ...personOf(member),
    role: member.role,
    workspace: { id: workspace.id, name: workspace.name, domain: workspace.domain },
    pausedAt: instant(member.pausedAt),
  };
}

/** The members of my workspace, myself included, in the order they joined. `after` is the last id of the page before. */
export async function readTeam(
  q: Db,
  session: Session,
  { after, limit }: { after: string | null; limit: number },
): Promise<Page<TeamMember>> {
  const rows = await listTeam(q, session.workspaceId, { after, limit: limit + 1 });
  const items = rows.slice(0, limit).map(({ member, mailbox }) => ({
    ...personOf(member),
    role: member.role,
    mailboxState: mailbox.state,
    frozenAt: instant(member.frozenAt),
    isMe: member.id === session.memberId,
  }));
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

const personOf = ({ id, name, email, pictureUrl }: MemberRow) => ({ id, name, email, pictureUrl });
const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
