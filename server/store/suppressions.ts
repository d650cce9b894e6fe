import {
  and,
  desc,
  eq,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  sql,
  type SQL,
  type SQLWrapper,
} from 'drizzle-orm';
import { recipientKeyOf } from '../../shared/domain/email-address.ts';
import { inChunks } from './in-chunks.ts';
import { inList } from './in-list.ts';
import type { Db } from './store.ts';

export type SuppressionRow = Db['t']['suppressions']['$inferSelect'];
type NewSuppression = Db['t']['suppressions']['$inferInsert'];

/** Recipients of a workspace, by their keys. */
export type Recipients = { workspaceId: string; recipientKeys: readonly string[] };

/** Puts down who is not to be written to, but nobody who stands there already. Resolves with the new ones. */
export async function insertSuppressions(q: Db, rows: readonly NewSuppression[]): Promise<SuppressionRow[]> {
  const { suppressions: t } = q.t;
  const inserted: SuppressionRow[] = [];
  for (const some of inChunks(rows)) {
    const target = [t.workspaceId, t.recipientKey];
    inserted.push(...(await q.insert(t).values(some).onConflictDoNothing({ target }).returning()));
  }
  return inserted;
}

/** What a member had put down is the recipient's own wish from now on. Null: it was before. */
export async function makeOwnWish(
  q: Db,
  { workspaceId, recipientKey, sendId }: { workspaceId: string; recipientKey: string; sendId: string },
): Promise<SuppressionRow | null> {
  const { suppressions: t } = q.t;
  const [row] = await q
    .update(t)
    .set({ source: 'recipient', byMemberId: null, sendId })
    .where(and(eq(t.workspaceId, workspaceId), eq(t.recipientKey, recipientKey), ne(t.source, 'recipient')))
    .returning();
  return row ?? null;
}

/** A recipient has asked for erasure. Null: they had before, or do not stand here. */
export async function markErasureAsked(
  q: Db,
  { workspaceId, recipientKey, at }: { workspaceId: string; recipientKey: string; at: number },
): Promise<SuppressionRow | null> {
  const { suppressions: t } = q.t;
  const [row] = await q
    .update(t)
    .set({ erasureAskedAt: at })
    .where(and(eq(t.workspaceId, workspaceId), eq(t.recipientKey, recipientKey), isNull(t.erasureAskedAt)))
    .returning();
  return row ?? null;
}

/**
 * A recipient's emails were erased; `erasureAskedAt` is from when on some of that is still to be done, null: it is done.
 * Their address names no email any more: when that one was opened would else be known of them.
 */
export async function noteErased(q: Db, id: string, erasureAskedAt: number | null): Promise<void> {
  await q.update(q.t.suppressions).set({ erasureAskedAt, sendId: null }).where(eq(q.t.suppressions.id, id));
}

/**
 * `before` is the id the page before ended with, `search` a part of the address; `erasureAsked` leaves those who asked
 * for erasure and wait for it.
 */
export type SuppressionsWanted = {
  before: string | null;
  limit: number;
  search?: string | undefined;
  erasureAsked?: boolean | undefined;
};

/** Those of a workspace, newest first. */
export async function listSuppressions(
  q: Db,
  workspaceId: string,
  { before, limit, search, erasureAsked }: SuppressionsWanted,
): Promise<SuppressionRow[]> {
  const { suppressions: t } = q.t;
  return q
    .select()
    .from(t)
    .where(
      and(
        eq(t.workspaceId, workspaceId),
        before === null ? undefined : lt(t.id, before),
        search === undefined ? undefined : holds(t.recipientKey, recipientKeyOf(search)),
        erasureAsked ? isNotNull(t.erasureAskedAt) : undefined,
      ),
    )
    .orderBy(desc(t.id))
    .limit(limit);
}

/** True where the column holds these very characters: `%` and `_` mean themselves, and both are met in addresses. */
const holds = (column: SQLWrapper, part: string): SQL =>
  sql`${column} like ${`%${part.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`;

/** What stands for recipients of a workspace. */
export async function findSuppressions(
  q: Db,
  { workspaceId, recipientKeys }: Recipients,
): Promise<SuppressionRow[]> {
  const { suppressions: t } = q.t;
  const found: SuppressionRow[] = [];
  for (const some of inChunks(recipientKeys))
    found.push(
      ...(await q
        .select()
        .from(t)
        .where(and(eq(t.workspaceId, workspaceId), inList(t.recipientKey, some)))),
    );
  return found;
}

/** The one by that id of that workspace, locked until the unit of work ends, or null. */
export async function lockSuppression(
  q: Db,
  workspaceId: string,
  id: string,
): Promise<SuppressionRow | null> {
  const { suppressions: t } = q.t;
  const wanted = and(eq(t.id, id), eq(t.workspaceId, workspaceId));
  const [row] = await q.forUpdate(q.select().from(t).where(wanted));
  return row ?? null;
}

export async function deleteSuppression(q: Db, id: string): Promise<void> {
  await q.delete(q.t.suppressions).where(eq(q.t.suppressions.id, id));
}

/** The sends of a workspace to recipients. */
export function areTo(q: Db, { workspaceId, recipientKeys }: Recipients): SQL {
  const { sends } = q.t;
  return and(eq(sends.workspaceId, workspaceId), inList(sends.recipientKey, recipientKeys))!;
}

/** From now on nothing is counted or told of what was sent to a recipient, by whomever of the workspace. */
export async function silenceSends(q: Db, to: Recipients, silencedAt: number): Promise<void> {
  const { sends, trackedSends: t } = q.t;
  const theirs = q.select({ id: sends.id }).from(sends).where(areTo(q, to));
  await q
    .update(t)
    .set({ silencedAt, tellAt: null })
    .where(and(inArray(t.sendId, theirs), isNull(t.silencedAt)));
}

/** What the recipient of an email may know about it. */
export type EmailOrigin = NonNullable<Awaited<ReturnType<typeof findEmailOrigin>>>;

/** Who wrote an email, from whose mailbox, at which company, when, to whom, and what of it is seen; null: there is none. */
export async function findEmailOrigin(q: Db, sendId: string) {
  const { sends, workspaces, members, trackedSends } = q.t;
  const [row] = await q
    .select({
      ...{ sendId: sends.id, workspaceId: sends.workspaceId, company: workspaces.name },
      ...{ requestorId: sends.requestorId, acceptorId: sends.acceptorId },
      ...{ toEmail: sends.toEmail, sentAt: sends.sentAt, createdAt: sends.createdAt },
      ...{ mode: trackedSends.mode, opens: trackedSends.opens, clicks: trackedSends.clicks },
    })
    .from(sends)
    .innerJoin(workspaces, eq(workspaces.id, sends.workspaceId))
    .leftJoin(trackedSends, eq(trackedSends.sendId, sends.id))
    .where(eq(sends.id, sendId));
  if (!row) return null;
  const people = await q
    .select({ id: members.id, name: members.name, email: members.email })
    .from(members)
    .where(inList(members.id, [row.requestorId, row.acceptorId]));
  const personOf = (id: string) => people.find((it) => it.id === id)!;
  return { ...row, requestor: personOf(row.requestorId), acceptor: personOf(row.acceptorId) };
}
