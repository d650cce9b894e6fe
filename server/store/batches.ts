import { and, eq } from 'drizzle-orm';
import { inList } from './in-list.ts';
import type { Db } from './store.ts';

export type BatchRow = Db['t']['batches']['$inferSelect'];
export type NewBatch = Db['t']['batches']['$inferInsert'];

/** Which of the batches are paused. */
export async function readPaused(q: Db, batchIds: Iterable<string | null>): Promise<Set<string>> {
  const ids = [...batchIds].filter((id) => id !== null);
  if (ids.length === 0) return new Set();
  const { batches } = q.t;
  const rows = await q
    .select({ id: batches.id })
    .from(batches)
    .where(and(inList(batches.id, ids), eq(batches.state, 'paused')));
  return new Set(rows.map(({ id }) => id));
}
