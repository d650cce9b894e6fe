import { eq } from 'drizzle-orm';
import { inChunks } from './in-chunks.ts';
import type { TrackedRow } from './outcomes.ts';
import type { Db } from './store.ts';

export type NewTracked = Db['t']['trackedSends']['$inferInsert'];

export async function insertTrackedSends(q: Db, rows: readonly NewTracked[]): Promise<void> {
  for (const some of inChunks(rows)) await q.insert(q.t.trackedSends).values(some);
}

/** What is to be seen of an email; null for one that nothing is seen of. */
export async function findTrackedSend(q: Db, sendId: string): Promise<TrackedRow | null> {
  const { trackedSends } = q.t;
  const [row] = await q.select().from(trackedSends).where(eq(trackedSends.sendId, sendId));
  return row ?? null;
}

/** An email that has not gone out yet is not to be seen any more. */
export async function deleteTrackedSend(q: Db, sendId: string): Promise<void> {
  const { trackedSends, trackingHits } = q.t;
  await q.delete(trackingHits).where(eq(trackingHits.sendId, sendId));
  await q.delete(trackedSends).where(eq(trackedSends.sendId, sendId));
}
