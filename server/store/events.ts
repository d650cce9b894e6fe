import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { EventType } from '../../shared/api/events.ts';
import { inList } from './in-list.ts';
import type { Db } from './store.ts';

/** The channel that wakes the live feeds: its payload is the id of the member there is news for. */
export const eventChannel = 'behalf_events';

export type EventNote = { type: EventType; subjectId: string; actorId: string | null; at: number };
export type EventRow = Db['t']['events']['$inferSelect'];

/** Tells members about something in the same unit of work. See `tellAll`. */
export const tell = (q: Db, memberIds: readonly string[], note: EventNote): Promise<void> =>
  tellAll(
    q,
    [...new Set(memberIds)].map((memberId) => ({ memberId, note })),
  );

/**
 * Writes events into the feeds of members. A feed's numbers are handed out under a lock on its member's row, so that
 * they become visible in order and a reader that remembers the last one misses nothing. Members are locked in the
 * order of their ids, so that two units of work can't wait for each other. Three statements, however many there are.
 */
export async function tellAll(q: Db, news: readonly { memberId: string; note: EventNote }[]): Promise<void> {
  if (news.length === 0) return;
  const { members, events } = q.t;
  const memberIds = [...new Set(news.map((item) => item.memberId))];
  const heads = await q.forUpdate(
    q
      .select({ id: members.id, seq: members.eventSeq })
      .from(members)
      .where(inList(members.id, memberIds))
      .orderBy(asc(members.id)),
  );
  const rows = heads.flatMap(({ id, seq }) =>
    news
      .filter(({ memberId }) => memberId === id)
      .map(({ note }, i) => ({ memberId: id, seq: seq + i + 1, ...note })),
  );
  if (rows.length === 0) return;
  await q.insert(events).values(rows);
  await q
    .update(members)
    .set({ eventSeq: sql`(select max(e.seq) from ${events} e where e.member_id = ${members}.id)` })
    .where(inList(members.id, memberIds));
  for (const { id } of heads) q.notify(eventChannel, id);
}

/** A member's events after `after`, in order. */
export async function listEvents(
  q: Db,
  memberId: string,
  { after, limit }: { after: number; limit: number },
): Promise<(EventRow & { actorName: string | null })[]> {
  const { events, members } = q.t;
  const rows = await q
    .select()
    .from(events)
    .where(and(eq(events.memberId, memberId), gt(events.seq, after)))
    .orderBy(asc(events.seq))
    .limit(limit);
  const actorIds = [...new Set(rows.flatMap((row) => row.actorId ?? []))];
  const actors = actorIds.length
    ? await q.select({ id: members.id, name: members.name }).from(members).where(inList(members.id, actorIds))
    : [];
  const names = new Map(actors.map((actor) => [actor.id, actor.name]));
  return rows.map((row) => ({ ...row, actorName: row.actorId ? (names.get(row.actorId) ?? null) : null }));
}

/** Where a member's feed stands. */
export async function readEventHead(q: Db, memberId: string): Promise<number> {
  const { members } = q.t;
  const [head] = await q.select({ seq: members.eventSeq }).from(members).where(eq(members.id, memberId));
  return head?.seq ?? 0;
}
