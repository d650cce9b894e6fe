import { and, eq, lt } from 'drizzle-orm';
import { inList } from './in-list.ts';
import { prepared } from './prepared.ts';
import type { Db } from './store.ts';

export type RefusedKey = Db['t']['refusedKeys']['$inferSelect'];

/** What was refused of one kind under those keys of those requestors, and maybe others between the same. */
export async function findRefusedKeys(
  q: Db,
  subject: RefusedKey['subject'],
  wanted: readonly { requestorId: string; key: string }[],
): Promise<RefusedKey[]> {
  return selectRefused(q, {
    subject,
    requestorIds: wanted.map(({ requestorId }) => requestorId),
    keys: wanted.map(({ key }) => key),
  });
}

const selectRefused = prepared<{
  subject: string;
  requestorIds: readonly string[];
  keys: readonly string[];
}>()((q, { subject, requestorIds, keys }) => {
  const { refusedKeys: t } = q.t;
  return q
    .select()
    .from(t)
    .where(and(inList(t.requestorId, requestorIds), eq(t.subject, subject), inList(t.idempotencyKey, keys)));
});

/** Remembers refusals. A key that was refused before keeps its first one. */
export async function insertRefusedKeys(q: Db, rows: readonly RefusedKey[]): Promise<void> {
  if (rows.length === 0) return;
  await q
    .insert(q.t.refusedKeys)
    .values([...rows])
    .onConflictDoNothing();
}

/** Forgets what was refused before an instant. */
export async function deleteRefusedKeys(q: Db, before: number): Promise<void> {
  const { refusedKeys: t } = q.t;
  await q.delete(t).where(lt(t.refusedAt, before));
}
