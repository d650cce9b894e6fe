import { and, asc, eq, gt, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import { inList } from './in-list.ts';
import type { MailboxRow, MemberRow } from './people.ts';
import type { Db } from './store.ts';

type NewMember = Db['t']['members']['$inferInsert'];
type WorkspaceRow = Db['t']['workspaces']['$inferSelect'];

/** Stands for the provider in the row of somebody who had their data deleted: no account ever leads there again. */
export const erasedIssuer = 'erased';
const isNotErased = (q: Db) => ne(q.t.members.iss, erasedIssuer);

/** Inserts a member unless the provider account is one already: then null. */
export async function insertMember(q: Db, member: NewMember): Promise<MemberRow | null> {
  const { members } = q.t;
  const [row] = await q
    .insert(members)
    .values(member)
    .onConflictDoNothing({ target: [members.iss, members.sub] })
    .returning();
  return row ?? null;
}

export async function findMember(q: Db, id: string): Promise<MemberRow | null> {
  const [row] = await q.select().from(q.t.members).where(eq(q.t.members.id, id));
  return row ?? null;
}

/** The addresses of members, by their ids. */
export async function readMemberEmails(q: Db, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { members } = q.t;
  const rows = await q
    .select({ id: members.id, email: members.email })
    .from(members)
    .where(inList(members.id, ids));
  return new Map(rows.map(({ id, email }) => [id, email]));
}

/** Locks a member's row until the unit of work ends: what begins a session and what freezes take turns. */
export async function lockMember(q: Db, id: string): Promise<MemberRow | null> {
  const { members } = q.t;
  const [row] = await q.forUpdate(q.select().from(members).where(eq(members.id, id)));
  return row ?? null;
}

/** Locks several members' rows, in the order in which everybody locks them. */
export async function lockMembers(q: Db, ids: readonly string[]): Promise<void> {
  const { members } = q.t;
  const wanted = inList(members.id, ids);
  await q.forUpdate(q.select({ id: members.id }).from(members).where(wanted).orderBy(asc(members.id)));
}

/** The member of a provider account; an address identifies nobody. */
export async function findMemberByAccount(q: Db, iss: string, sub: string): Promise<MemberRow | null> {
  const [row] = await selectByAccount(q, iss, sub);
  return row ?? null;
}

/** The same, locked until the unit of work ends; null also when they are having their data deleted just now. */
export async function lockMemberByAccount(q: Db, iss: string, sub: string): Promise<MemberRow | null> {
  const [row] = await q.forUpdate(selectByAccount(q, iss, sub));
  return row ?? null;
}

const selectByAccount = (q: Db, iss: string, sub: string) =>
  q
    .select()
    .from(q.t.members)
    .where(and(eq(q.t.members.iss, iss), eq(q.t.members.sub, sub)));

/** Members of a workspace who had this address under another provider account. */
export async function listNamesakes(
  q: Db,
  workspaceId: string,
  { email, exceptId }: { email: string; exceptId: string },
): Promise<MemberRow[]> {
  const { members } = q.t;
  return q
    .select()
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.email, email), ne(members.id, exceptId)));
}

/** What the provider says about a person now. */
export async function updateProfile(
  q: Db,
  id: string,
  profile: { email: string; name: string; pictureUrl: string | null },
): Promise<void> {
  const { members, mailboxes } = q.t;
  await q.update(members).set(profile).where(eq(members.id, id));
  await q
    .update(mailboxes)
    .set({ email: profile.email, name: profile.name })
    .where(eq(mailboxes.memberId, id));
}

/** Freezes or unfreezes; false when the member already was as asked. */
export async function setFrozen(q: Db, id: string, frozenAt: number | null): Promise<boolean> {
  const { members } = q.t;
  const rows = await q
    .update(members)
    .set({ frozenAt })
    .where(
      and(eq(members.id, id), frozenAt === null ? isNotNull(members.frozenAt) : isNull(members.frozenAt)),
    )
    .returning({ id: members.id });
  return rows.length === 1;
}

/** A member with their workspace. */
export async function findMe(
  q: Db,
  id: string,
): Promise<{ member: MemberRow; workspace: WorkspaceRow } | null> {
  const { members, workspaces } = q.t;
  const [row] = await q
    .select({ member: members, workspace: workspaces })
    .from(members)
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(eq(members.id, id));
  return row ?? null;
}

/** A workspace's members with their mailboxes, in the order of their ids, after `after`. */
export async function listTeam(
  q: Db,
  workspaceId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ member: MemberRow; mailbox: MailboxRow }[]> {
  const { members, mailboxes } = q.t;
  return q
    .select({ member: members, mailbox: mailboxes })
    .from(members)
    .innerJoin(mailboxes, eq(mailboxes.memberId, members.id))
    .where(
      and(
        eq(members.workspaceId, workspaceId),
        isNotErased(q),
        after === null ? undefined : gt(members.id, after),
      ),
    )
    .orderBy(asc(members.id))
    .limit(limit);
}

/** Whether anybody but `exceptId` belongs to a workspace. */
export async function hasOtherMembers(q: Db, workspaceId: string, exceptId: string): Promise<boolean> {
  const { members } = q.t;
  const [other] = await q
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), ne(members.id, exceptId), isNotErased(q)))
    .limit(1);
  return other !== undefined;
}

/** Who of a workspace would be its admin without `exceptId`: an admin, else who has been there longest; not the frozen. */
export async function findSuccessor(q: Db, workspaceId: string, exceptId: string): Promise<MemberRow | null> {
  const { members } = q.t;
  const [row] = await q
    .select()
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), ne(members.id, exceptId), isNull(members.frozenAt)))
    .orderBy(sql`case when ${members.role} = 'admin' then 0 else 1 end`, members.createdAt, members.id)
    .limit(1);
  return row ?? null;
}

/** Those who decide in a workspace; not the frozen. */
export async function findAdminIds(q: Db, workspaceId: string): Promise<string[]> {
  const { members } = q.t;
  const rows = await q
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.role, 'admin'), isNull(members.frozenAt)));
  return rows.map(({ id }) => id);
}

/** The member, locked, if they are one of those who decide in that workspace; else null. */
export async function lockAdmin(
  q: Db,
  { memberId, workspaceId }: { memberId: string; workspaceId: string },
): Promise<MemberRow | null> {
  const member = await lockMember(q, memberId);
  const isAdmin = member?.role === 'admin' && member.frozenAt === null && member.workspaceId === workspaceId;
  return isAdmin ? member : null;
}

export async function makeAdmin(q: Db, id: string): Promise<void> {
  const { members } = q.t;
  await q.update(members).set({ role: 'admin' }).where(eq(members.id, id));
}

/** Moves a member and their mailbox into another workspace, as an ordinary member. */
export async function moveMember(q: Db, id: string, workspaceId: string): Promise<void> {
  const { members, mailboxes } = q.t;
  await q.update(members).set({ workspaceId, role: 'member' }).where(eq(members.id, id));
  await q.update(mailboxes).set({ workspaceId }).where(eq(mailboxes.memberId, id));
}
