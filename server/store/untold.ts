import { asc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import { jsonRows } from './json-rows.ts';
import type { TrackedRow } from './outcomes.ts';
import type { SendRow } from './sends.ts';
import type { Db } from './store.ts';

/** An email of which something is to be told, and whom it concerns. */
export type Untold = {
  tracked: TrackedRow;
  send: Pick<SendRow, 'requestorId' | 'acceptorId' | 'toEmail'>;
};

/** Locks emails of which something is to be told by now, those that wait longest first; skips what others have taken. */
export async function lockUntold(q: Db, now: number, limit: number): Promise<Untold[]> {
  const { sends, trackedSends: t } = q.t;
  const { requestorId, acceptorId, toEmail } = sends;
  const select = q
    .select({ tracked: t, send: { requestorId, acceptorId, toEmail } })
    .from(t)
    .innerJoin(sends, eq(sends.id, t.sendId))
    .where(lte(t.tellAt, now))
    .orderBy(asc(t.tellAt))
    .limit(limit);
  return q.skipLocked(select, { of: t });
}

/** Writes down of emails that are locked what was told, and when there is more: one statement for all. */
export async function writeTold(q: Db, rows: readonly TrackedRow[]): Promise<void> {
  const { trackedSends: t } = q.t;
  const columns = { tell_at: 'bigint', open_told_at: 'bigint', click_told_at: 'bigint' } as const;
  const written = rows.map(({ sendId, tellAt, openToldAt, clickToldAt }) => ({
    ...{ send_id: sendId, tell_at: tellAt, open_told_at: openToldAt, click_told_at: clickToldAt },
  }));
  const from = jsonRows(q, { send_id: 'text', ...columns }, written);
  await q.rows(
    sql`update ${t} set tell_at = v.tell_at, open_told_at = v.open_told_at, click_told_at = v.click_told_at from ${from} where ${t}.send_id = v.send_id returning 1 as done`,
  );
}

/** When something is to be told next (epoch ms), or null. */
export async function readNextTell(q: Db): Promise<number | null> {
  const { trackedSends: t } = q.t;
  const [row] = await q
    .select({ at: t.tellAt })
    .from(t)
    .where(isNotNull(t.tellAt))
    .orderBy(asc(t.tellAt))
    .limit(1);
  return row?.at ?? null;
}
