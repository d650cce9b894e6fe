import { sql } from 'drizzle-orm';
import type { Db } from './store.ts';

/** The time of day of the database's machine (epoch ms); null where the database is in this process. */
export async function readDatabaseTime(q: Db): Promise<number | null> {
  if (q.engine === 'sqlite') return null;
  const [row] = await q.rows<{ now: number }>(
    sql`select extract(epoch from clock_timestamp()) * 1000 as now`,
  );
  return row!.now;
}
