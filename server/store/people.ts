import { and, eq } from 'drizzle-orm';
import type { Person } from '../../shared/api/person.ts';
import { inList } from './in-list.ts';
import { prepared } from './prepared.ts';
import type { Db } from './store.ts';

export type MemberRow = Db['t']['members']['$inferSelect'];
export type MailboxRow = Db['t']['mailboxes']['$inferSelect'];

/** Members by id, as their teammates see them. */
export async function readPeople(q: Db, ids: readonly string[]): Promise<Map<string, Person>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await selectPeople(q, { wanted });
  return new Map(rows.map((row) => [row.id, row]));
}

const selectPeople = prepared<{ wanted: readonly string[] }>()((q, { wanted }) => {
  const { members } = q.t;
  return q
    .select({ id: members.id, name: members.name, email: members.email, pictureUrl: members.pictureUrl })
    .from(members)
    .where(inList(members.id, wanted));
});

/** A member of the workspace and their mailbox, or null when there is none by that id in this workspace. */
export async function findColleague(
  q: Db,
  workspaceId: string,
  memberId: string,
): Promise<{ member: MemberRow; mailbox: MailboxRow } | null> {
  const { members, mailboxes } = q.t;
  const [row] = await q
    .select({ member: members, mailbox: mailboxes })
    .from(members)
    .innerJoin(mailboxes, eq(mailboxes.memberId, members.id))
    .where(and(eq(members.id, memberId), eq(members.workspaceId, workspaceId)));
  return row ?? null;
}

/** Address and state of mailboxes by id. */
export async function readMailboxStates(
  q: Db,
  ids: readonly string[],
): Promise<Map<string, Pick<MailboxRow, 'id' | 'email' | 'state'>>> {
  if (ids.length === 0) return new Map();
  const { mailboxes } = q.t;
  const rows = await q
    .select({ id: mailboxes.id, email: mailboxes.email, state: mailboxes.state })
    .from(mailboxes)
    .where(inList(mailboxes.id, ids));
  return new Map(rows.map((row) => [row.id, row]));
}
