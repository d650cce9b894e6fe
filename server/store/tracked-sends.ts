import { and, asc, desc, eq, gt, gte, isNotNull, isNull, lt, lte } from 'drizzle-orm';
import { inChunks } from './in-chunks.ts';
import { inList } from './in-list.ts';
import type { TrackedRow } from './outcomes.ts';
import { prepared } from './prepared.ts';
import { listedAt } from './schema/tables/sends.ts';
import type { SendRow } from './sends.ts';
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

/** What of emails is looked at, by their ids. */
export type TrackedAs = Pick<TrackedRow, 'sendId' | 'mode' | 'opens' | 'clicks'>;

export async function readTracked(q: Db, sendIds: readonly string[]): Promise<Map<string, TrackedAs>> {
  const rows = await selectTracked(q, { sendIds });
  return new Map(rows.map((row) => [row.sendId, row]));
}

const selectTracked = prepared<{ sendIds: readonly string[] }>()((q, at) => {
  const { sendId, mode, opens, clicks } = q.t.trackedSends;
  return q.select({ sendId, mode, opens, clicks }).from(q.t.trackedSends).where(inList(sendId, at.sendIds));
});

/** The sealed links of emails, by their ids: of those that have some. Erasing an email takes them away (`erase.ts`). */
export async function readSealedLinks(q: Db, sendIds: readonly string[]): Promise<Map<string, Buffer>> {
  const rows = await selectSealedLinks(q, { sendIds });
  return new Map(rows.flatMap(({ id, links }) => (links ? [[id, links] as const] : [])));
}

const selectSealedLinks = prepared<{ sendIds: readonly string[] }>()((q, { sendIds }) => {
  const { trackedSends: t } = q.t;
  return q.select({ id: t.sendId, links: t.sealedLinks }).from(t).where(inList(t.sendId, sendIds));
});

/** Everything that is to be seen of emails that go out together, by their ids; of what is not to be seen, nothing. */
export async function findTrackedSends(q: Db, sendIds: readonly string[]): Promise<Map<string, TrackedRow>> {
  const rows = await selectWholeTracked(q, { sendIds });
  return new Map(rows.map((row) => [row.sendId, row]));
}

const selectWholeTracked = prepared<{ sendIds: readonly string[] }>()((q, { sendIds }) =>
  q.select().from(q.t.trackedSends).where(inList(q.t.trackedSends.sendId, sendIds)),
);

/** Emails that one member sent as another within some time, and of whose opens or clicks there are only sums. */
export type InOneSum = Pick<SendRow, 'requestorId' | 'acceptorId'> & {
  side: 'opens' | 'clicks';
  from: number;
  until: number;
};

/** How many emails before and after an instant are looked through: what goes into one sum mostly went out together. */
const walkLength = 500;

/**
 * To how many recipients who have not objected such emails went `around` an instant (epoch milliseconds); none is counted
 * beyond `enough`. Emails are walked through in the order of lists, in which those that went stand where they went.
 */
export async function countRecipientsAround(
  q: Db,
  around: number,
  { requestorId, acceptorId, side, from, until }: InOneSum,
  enough: number,
): Promise<number> {
  const { sends, trackedSends: t } = q.t;
  const { id, recipientKey, sentAt } = sends;
  const at = listedAt(sends);
  const found = new Set<string>();
  for (const [within, order] of [
    [and(gte(at, from), lte(at, around)), [desc(at), desc(id)]],
    [and(gt(at, around), lt(at, until)), [asc(at), asc(id)]],
  ] as const) {
    const near = q
      .select({ id, acceptorId: sends.acceptorId, recipientKey, sentAt })
      .from(sends)
      .where(and(eq(sends.requestorId, requestorId), within))
      .orderBy(...order)
      .limit(walkLength)
      .as('near');
    const rows = await q
      .selectDistinct({ recipientKey: near.recipientKey })
      .from(near)
      .innerJoin(t, eq(t.sendId, near.id))
      .where(
        and(
          eq(near.acceptorId, acceptorId),
          eq(t.mode, 'aggregate'),
          eq(t[side], true),
          isNull(t.silencedAt),
          isNotNull(near.sentAt),
        ),
      )
      .limit(enough);
    for (const row of rows) found.add(row.recipientKey);
    if (found.size >= enough) return enough;
  }
  return found.size;
}

/** An email that has not gone out yet is not to be seen any more. */
export async function deleteTrackedSend(q: Db, sendId: string): Promise<void> {
  const { trackedSends, trackingHits } = q.t;
  await q.delete(trackingHits).where(eq(trackingHits.sendId, sendId));
  await q.delete(trackedSends).where(eq(trackedSends.sendId, sendId));
}
