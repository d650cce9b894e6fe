import { and, desc, eq, inArray, isNull, lt, ne, notExists, or, sql } from 'drizzle-orm';
import type { BatchState } from '../../shared/domain/batch-state.ts';
import { sendStates, type SendState } from '../../shared/domain/send-state.ts';
import { inList } from './in-list.ts';
import { headOf, type SendHead } from './sends.ts';
import type { Db } from './store.ts';

export type BatchRow = Db['t']['batches']['$inferSelect'];
export type NewBatch = Db['t']['batches']['$inferInsert'];

/** States in which an email of a batch keeps it from being done. */
export const unfinishedStates = ['held', 'queued', 'sending', 'uncertain'] as const satisfies SendState[];

/** Inserts a batch, unless its requestor already used its idempotency key: then null. */
export async function insertBatch(q: Db, batch: NewBatch): Promise<BatchRow | null> {
  const { batches } = q.t;
  const [row] = await q
    .insert(batches)
    .values(batch)
    .onConflictDoNothing({ target: [batches.requestorId, batches.idempotencyKey] })
    .returning();
  return row ?? null;
}

export async function findBatchByKey(q: Db, requestorId: string, key: string): Promise<BatchRow | null> {
  const { batches } = q.t;
  const [row] = await q
    .select()
    .from(batches)
    .where(and(eq(batches.requestorId, requestorId), eq(batches.idempotencyKey, key)));
  return row ?? null;
}

/** The batch by that id if the member is one of its two people, else null. */
export async function findBatchOf(q: Db, id: string, memberId: string): Promise<BatchRow | null> {
  const { batches: t } = q.t;
  const [row] = await q
    .select()
    .from(t)
    .where(and(eq(t.id, id), or(eq(t.requestorId, memberId), eq(t.acceptorId, memberId))));
  return row ?? null;
}

/** A member's batches, newest first; `before` is the id the page before ended with. */
export async function listBatches(
  q: Db,
  memberId: string,
  page: { side: 'requestor' | 'acceptor' | undefined; before: string | null; limit: number },
): Promise<BatchRow[]> {
  const { batches: t } = q.t;
  const mine = {
    requestor: eq(t.requestorId, memberId),
    acceptor: eq(t.acceptorId, memberId),
    both: or(eq(t.requestorId, memberId), eq(t.acceptorId, memberId)),
  }[page.side ?? 'both'];
  return q
    .select()
    .from(t)
    .where(and(mine, page.before === null ? undefined : lt(t.id, page.before)))
    .orderBy(desc(t.id))
    .limit(page.limit);
}

/** How many emails of a batch are in each state, and when the last of them ended. */
export type Progress = { counts: Record<SendState, number>; lastEndedAt: number | null };

export async function readProgress(q: Db, batchIds: readonly string[]): Promise<Map<string, Progress>> {
  if (batchIds.length === 0) return new Map();
  const { sends } = q.t;
  const rows = await q
    .select({
      ...{ batchId: sends.batchId, state: sends.state },
      count: sql<number>`count(*)`.mapWith(Number),
      endedAt: sql<number | null>`max(${sends.endedAt})`.mapWith(Number),
    })
    .from(sends)
    .where(inList(sends.batchId, batchIds))
    .groupBy(sends.batchId, sends.state);
  return new Map(
    batchIds.map((id) => {
      const mine = rows.filter(({ batchId }) => batchId === id);
      const none = sendStates.map((state) => [state, 0] as const);
      const counts = Object.fromEntries([
        ...none,
        ...mine.map(({ state, count }) => [state, count] as const),
      ]);
      const ends = mine.flatMap(({ endedAt }) => endedAt ?? []);
      const lastEndedAt = ends.length ? Math.max(...ends) : null;
      return [id, { counts: counts as Progress['counts'], lastEndedAt }];
    }),
  );
}

/** Moves a batch out of one of `from`, if it still is in it. Null: moved on. */
export async function moveBatch(
  q: Db,
  id: string,
  from: readonly BatchState[],
  change: Partial<NewBatch> & { state: BatchState },
): Promise<BatchRow | null> {
  const { batches } = q.t;
  const [row] = await q
    .update(batches)
    .set(change)
    .where(and(eq(batches.id, id), inArray(batches.state, [...from])))
    .returning();
  return row ?? null;
}

/** The emails of a batch that are in one of the states, in the order of its rows. */
export async function listSendsOfBatch(
  q: Db,
  batchId: string,
  states: readonly SendState[],
): Promise<SendHead[]> {
  const { sends } = q.t;
  return q
    .select(headOf(q))
    .from(sends)
    .where(and(eq(sends.batchId, batchId), inArray(sends.state, [...states])))
    .orderBy(sends.batchRow);
}

/** Changes all emails of a batch that are in one of the states. Resolves with what became of them, in their order. */
export async function moveSendsOfBatch(
  q: Db,
  batchId: string,
  from: readonly SendState[],
  change: Partial<SendHead>,
): Promise<SendHead[]> {
  const { sends } = q.t;
  const moved = await q
    .update(sends)
    .set(change)
    .where(and(eq(sends.batchId, batchId), inArray(sends.state, [...from])))
    .returning(headOf(q));
  return moved.sort((a, b) => a.batchRow! - b.batchRow!);
}

/** The content hashes of a batch's emails in the order of its rows. */
export async function listContentHashes(q: Db, batchId: string): Promise<string[]> {
  const { sends } = q.t;
  const rows = await q
    .select({ contentHash: sends.contentHash })
    .from(sends)
    .where(eq(sends.batchId, batchId))
    .orderBy(sends.batchRow);
  return rows.map(({ contentHash }) => contentHash);
}

/** Whether a batch has an email to a recipient other than the one by that id. */
export async function isInBatch(
  q: Db,
  batchId: string,
  recipientKey: string,
  exceptId: string,
): Promise<boolean> {
  const { sends } = q.t;
  const rows = await q
    .select({ id: sends.id })
    .from(sends)
    .where(and(eq(sends.batchId, batchId), eq(sends.recipientKey, recipientKey), ne(sends.id, exceptId)))
    .limit(1);
  return rows.length > 0;
}

export async function setContentHash(q: Db, id: string, contentHash: string): Promise<void> {
  const { batches } = q.t;
  await q.update(batches).set({ contentHash }).where(eq(batches.id, id));
}

/** What the requestors want of batches. */
export async function readBatchStates(
  q: Db,
  batchIds: Iterable<string | null>,
): Promise<Map<string, BatchState>> {
  const ids = [...batchIds].filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const { batches } = q.t;
  const rows = await q
    .select({ id: batches.id, state: batches.state })
    .from(batches)
    .where(inList(batches.id, ids));
  return new Map(rows.map(({ id, state }) => [id, state]));
}

/** Writes down that batches came to their end, those of which every email has and that were not written down yet. */
export async function endBatches(q: Db, wanted: readonly string[], endedAt: number): Promise<BatchRow[]> {
  if (wanted.length === 0) return [];
  const { batches } = q.t;
  return q
    .update(batches)
    .set({ endedAt })
    .where(and(inList(batches.id, wanted), isDone(q)))
    .returning();
}

/** Batches of which every email came to its end and nobody was told. */
export async function listDone(q: Db, limit: number): Promise<string[]> {
  const { batches } = q.t;
  const rows = await q.select({ id: batches.id }).from(batches).where(isDone(q)).limit(limit);
  return rows.map(({ id }) => id);
}

function isDone(q: Db) {
  const { batches, sends } = q.t;
  const unfinished = q
    .select({ one: sql`1` })
    .from(sends)
    .where(and(eq(sends.batchId, batches.id), inArray(sends.state, [...unfinishedStates])));
  return and(isNull(batches.endedAt), notExists(unfinished));
}
