import { eq, sql } from 'drizzle-orm';
import { defaultPolicy, type WorkspacePolicy } from '../../shared/domain/tracking-policy.ts';
import { inChunks } from './in-chunks.ts';
import { inList } from './in-list.ts';
import { jsonRows } from './json-rows.ts';
import type { TrackedRow } from './outcomes.ts';
import { prepared } from './prepared.ts';
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

/** The sealed links of emails, by their ids: of those that have some, went out, and were not erased. */
export async function readSealedLinks(q: Db, sendIds: readonly string[]): Promise<Map<string, Buffer>> {
  const ids = jsonRows(
    q,
    { send_id: 'text' },
    sendIds.map((send_id) => ({ send_id })),
  );
  const { sends, trackedSends: t } = q.t;
  const rows = await q.rows<{ id: string; links: Buffer }>(
    sql`select t.send_id as id, t.sealed_links as links from ${ids} join ${t} t on t.send_id = v.send_id join ${sends} s on s.id = v.send_id where t.sealed_links is not null and s.to_email <> ''`,
  );
  return new Map(rows.map(({ id, links }) => [id, links]));
}

/** What goes into an email beside its words. */
export type Outgoing = { tracked: TrackedRow | null; policy: WorkspacePolicy };

/** What goes into emails beside their words, by their ids, in one query. */
export async function readOutgoing(q: Db, sendIds: readonly string[]): Promise<Map<string, Outgoing>> {
  const rows = await selectOutgoing(q, { sendIds });
  return new Map(rows.map(({ id, policy, tracked }) => [id, { tracked, policy: policy ?? defaultPolicy }]));
}

const selectOutgoing = prepared<{ sendIds: readonly string[] }>()((q, { sendIds }) => {
  const { sends, trackedSends, workspaces } = q.t;
  return q
    .select({ id: sends.id, policy: workspaces.policy, tracked: trackedSends })
    .from(sends)
    .innerJoin(workspaces, eq(workspaces.id, sends.workspaceId))
    .leftJoin(trackedSends, eq(trackedSends.sendId, sends.id))
    .where(inList(sends.id, sendIds));
});

/** An email that has not gone out yet is not to be seen any more. */
export async function deleteTrackedSend(q: Db, sendId: string): Promise<void> {
  const { trackedSends, trackingHits } = q.t;
  await q.delete(trackingHits).where(eq(trackingHits.sendId, sendId));
  await q.delete(trackedSends).where(eq(trackedSends.sendId, sendId));
}
