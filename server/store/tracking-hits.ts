import { and, asc, eq, sql } from 'drizzle-orm';
import type { HitReason, Verdict } from '../../shared/domain/hit.ts';
import { inList } from './in-list.ts';
import { jsonRows, type JsonColumns } from './json-rows.ts';
import type { TrackedRow } from './outcomes.ts';
import type { SendRow } from './sends.ts';
import type { Db } from './store.ts';

export type HitRow = Db['t']['trackingHits']['$inferSelect'];

/** An email that is looked for in hits, and whose it is. */
export type LockedTracked = {
  tracked: TrackedRow;
  send: Pick<SendRow, 'workspaceId' | 'requestorId' | 'acceptorId' | 'toEmail' | 'sentAt' | 'firedAt'>;
};

/** Locks emails for the counting of hits, in the order of their ids. What is not tracked is left out. */
export async function lockTracked(q: Db, sendIds: readonly string[]): Promise<Map<string, LockedTracked>> {
  const { sends, trackedSends } = q.t;
  const { workspaceId, requestorId, acceptorId, toEmail, sentAt, firedAt } = sends;
  const select = q
    .select({
      tracked: trackedSends,
      send: { workspaceId, requestorId, acceptorId, toEmail, sentAt, firedAt },
    })
    .from(trackedSends)
    .innerJoin(sends, eq(sends.id, trackedSends.sendId))
    .where(inList(trackedSends.sendId, sendIds))
    .orderBy(asc(trackedSends.sendId));
  const rows = await q.forUpdate(select, { of: trackedSends });
  return new Map(rows.map((row) => [row.tracked.sendId, row]));
}

/** The hits of emails, oldest first. */
export async function readHits(q: Db, sendIds: readonly string[]): Promise<HitRow[]> {
  if (sendIds.length === 0) return [];
  const { trackingHits } = q.t;
  return q
    .select()
    .from(trackingHits)
    .where(inList(trackingHits.sendId, sendIds))
    .orderBy(asc(trackingHits.sendId), asc(trackingHits.seq));
}

const hitColumns = {
  ...{ send_id: 'text', seq: 'bigint', kind: 'text', link: 'bigint', at: 'bigint' },
  ...{ verdict: 'text', reason: 'text', agent: 'text', visitor: 'text', mark: 'text' },
} satisfies JsonColumns;

export async function insertHits(q: Db, rows: readonly HitRow[]): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.raw(Object.keys(hitColumns).join(', '));
  const written = rows.map(({ sendId: send_id, ...row }) => ({ send_id, ...row }));
  await q.rows(
    sql`insert into ${q.t.trackingHits} (${names}) select ${names} from ${jsonRows(q, hitColumns, written)} where true returning seq`,
  );
}

/** A hit is taken for something else than before. */
export async function reviseHit(
  q: Db,
  { sendId, seq }: Pick<HitRow, 'sendId' | 'seq'>,
  judgement: { verdict: Verdict; reason: HitReason },
): Promise<void> {
  const { trackingHits: t } = q.t;
  await q
    .update(t)
    .set(judgement)
    .where(and(eq(t.sendId, sendId), eq(t.seq, seq)));
}

const counters = [
  ...(['openPeople', 'openMachines', 'openUnknown', 'clickPeople', 'clickMachines', 'clickUnknown'] as const),
  ...(['firstOpenAt', 'lastOpenAt', 'firstClickAt', 'lastClickAt', 'hits', 'tellAt'] as const),
];

/** Writes the counts of emails that are locked: one statement for all. */
export async function writeCounts(q: Db, rows: readonly TrackedRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { trackedSends: t } = q.t;
  const columns = Object.fromEntries(counters.map((key) => [t[key].name, 'bigint' as const]));
  const set = sql.raw(
    Object.keys(columns)
      .map((name) => `${name} = v.${name}`)
      .join(', '),
  );
  const written = rows.map((row) => ({
    send_id: row.sendId,
    ...Object.fromEntries(counters.map((key) => [t[key].name, row[key]])),
  }));
  const from = jsonRows(q, { send_id: 'text', ...columns }, written);
  await q.rows(sql`update ${t} set ${set} from ${from} where ${t}.send_id = v.send_id returning 1 as done`);
}
