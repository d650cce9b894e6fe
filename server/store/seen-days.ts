import { sql } from 'drizzle-orm';
import { groupBy } from './group-by.ts';
import { inChunks } from './in-chunks.ts';
import type { Db } from './store.ts';

/** What of a day's emails was seen, more or (after a second look) less than was noted. */
export type SeenChange = {
  workspaceId: string;
  day: string;
  requestorId: string;
  acceptorId: string;
  opened: number;
  openMachines: number;
  openUnknown: number;
  clicked: number;
};

const counted = ['opened', 'openMachines', 'openUnknown', 'clicked'] as const;

/** Adds what was seen to the sums of days; in one order, so that two units of work can't wait for each other. */
export async function addSeen(q: Db, changes: readonly SeenChange[]): Promise<void> {
  const { senderDays: t } = q.t;
  const keyOf = (it: SeenChange) => `${it.workspaceId} ${it.day} ${it.requestorId} ${it.acceptorId}`;
  const rows = [...groupBy(changes, keyOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, some]) => {
      const sum = { ...some[0]! };
      for (const key of counted) sum[key] = some.reduce((total, change) => total + change[key], 0);
      return sum;
    })
    .filter((sum) => counted.some((key) => sum[key] !== 0));
  const set = Object.fromEntries(
    counted.map((key) => [key, sql`${t[key]} + excluded.${sql.identifier(t[key].name)}`]),
  );
  for (const some of inChunks(rows)) {
    await q
      .insert(t)
      .values(some)
      .onConflictDoUpdate({ target: [t.workspaceId, t.day, t.requestorId, t.acceptorId], set });
  }
}
