import { eq } from 'drizzle-orm';
import { inList } from './in-list.ts';
import { prepared } from './prepared.ts';
import type { Db } from './store.ts';

export type TrackedRow = Db['t']['trackedSends']['$inferSelect'];
export type WatchedRow = Db['t']['watchedThreads']['$inferSelect'];

/** What is known of an email since it was sent: what was seen of it, and what came back. */
export type OutcomeRow = { id: string; tracked: TrackedRow | null; watched: WatchedRow | null };

/** What became of sends, by their ids, in one query. */
export async function readOutcomes(q: Db, sendIds: readonly string[]): Promise<Map<string, OutcomeRow>> {
  if (sendIds.length === 0) return new Map();
  const rows = await selectOutcomes(q, { sendIds });
  return new Map(rows.map((row) => [row.id, row]));
}

const selectOutcomes = prepared<{ sendIds: readonly string[] }>()((q, { sendIds }) => {
  const { sends, trackedSends, watchedThreads } = q.t;
  return q
    .select({ id: sends.id, tracked: trackedSends, watched: watchedThreads })
    .from(sends)
    .leftJoin(trackedSends, eq(trackedSends.sendId, sends.id))
    .leftJoin(watchedThreads, eq(watchedThreads.sendId, sends.id))
    .where(inList(sends.id, sendIds));
});
