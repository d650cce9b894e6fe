import { and, asc, eq, exists, gt, inArray, isNull, ne, sql } from 'drizzle-orm';
import type { EventType } from '../../shared/api/events.ts';
import { inChunks } from './in-chunks.ts';
import { inList, padded } from './in-list.ts';
import { erasedIssuer } from './members.ts';
import { prepared } from './prepared.ts';
import { countStopped } from './stopped-by.ts';
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
 * order of their ids, so that two units of work can't wait for each other. Two statements, however many there are: the
 * lock of somebody who gets much news is the one that most units of work wait for. Who had their data deleted has no
 * feed any more, whatever still comes of what they wrote.
 */
export async function tellAll(q: Db, news: readonly { memberId: string; note: EventNote }[]): Promise<void> {
  if (news.length === 0) return;
  const notes = new Map(
    news.map(({ memberId }) => [memberId, news.filter((one) => one.memberId === memberId)]),
  );
  const feeds = padded([...notes].map(([id, own]) => ({ id, count: own.length })));
  const heads = await handOutNumbers(q, { feeds });
  const rows = heads.flatMap(({ id, seq }) => {
    const own = notes.get(id)!;
    return own.map(({ note }, i) => ({ memberId: id, seq: seq - own.length + i + 1, ...note }));
  });
  if (rows.length === 0) return;
  for (const some of inChunks(rows)) await insertEvents(q, { some });
  for (const { id } of heads) q.notify(eventChannel, id);
}

const handOutNumbers = prepared<{ feeds: readonly { id: string; count: number }[] }>()((q, { feeds }) => {
  const { members } = q.t;
  const counts = feeds.map(({ id, count }) => sql`when ${id} then cast(${count} as bigint)`);
  const ids = feeds.map(({ id }) => id);
  const byId = q.forUpdate(
    q
      .select({ id: members.id })
      .from(members)
      .where(and(inList(members.id, ids), ne(members.iss, erasedIssuer)))
      .orderBy(asc(members.id)),
  );
  return q
    .update(members)
    .set({ eventSeq: sql`${members.eventSeq} + case ${members.id} ${sql.join(counts, sql` `)} end` })
    .where(inArray(members.id, byId))
    .returning({ id: members.id, seq: members.eventSeq });
});

const insertEvents = prepared<{ some: readonly EventRow[] }>()((q, { some }) =>
  q.insert(q.t.events).values(some),
);

/**
 * Tells the team that somebody has joined: whoever of them has a live access token, since only an open page needs to
 * know, and one opened later reads the team anyway. A few statements, however large the workspace is. See `tellAll`.
 */
export async function tellTeam(
  q: Db,
  workspaceId: string,
  { memberId, at }: { memberId: string; at: number },
): Promise<void> {
  const { members, events, sessionFamilies, accessTokens } = q.t;
  const live = q
    .select({ hash: accessTokens.hash })
    .from(sessionFamilies)
    .innerJoin(accessTokens, eq(accessTokens.familyId, sessionFamilies.id))
    .where(
      and(
        eq(sessionFamilies.memberId, members.id),
        isNull(sessionFamilies.endedAt),
        gt(accessTokens.expiresAt, at),
      ),
    );
  const team = and(eq(members.workspaceId, workspaceId), ne(members.id, memberId), isNull(members.frozenAt));
  const told = await q.forUpdate(
    q
      .select({ id: members.id })
      .from(members)
      .where(and(team, exists(live)))
      .orderBy(asc(members.id)),
  );
  if (told.length === 0) return;
  const those = inList(
    members.id,
    told.map(({ id }) => id),
  );
  await q
    .update(members)
    .set({ eventSeq: sql`${members.eventSeq} + 1` })
    .where(those);
  // The columns in the order of the table. PostgreSQL takes a parameter for text unless it is told otherwise.
  await q.insert(events).select(
    q
      .select({
        memberId: members.id,
        seq: members.eventSeq,
        type: sql<EventType>`'member.joined'`.as('type'),
        subjectId: sql<string>`${memberId}`.as('subject_id'),
        actorId: sql<string>`${memberId}`.as('actor_id'),
        at: sql<number>`cast(${at} as bigint)`.as('at'),
      })
      .from(members)
      .where(those),
  );
  for (const { id } of told) q.notify(eventChannel, id);
}

/** A member's events after `after`, in order, each with how many emails that had not gone out its act ended. */
export async function listEvents(
  q: Db,
  memberId: string,
  { after, limit }: { after: number; limit: number },
): Promise<(EventRow & { actorName: string | null; stopped: number })[]> {
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
  const stopped = await countStopped(q, rows);
  return rows.map((row, i) => ({
    ...row,
    actorName: row.actorId ? (names.get(row.actorId) ?? null) : null,
    stopped: stopped[i]!,
  }));
}

/** Where a member's feed stands. */
export async function readEventHead(q: Db, memberId: string): Promise<number> {
  const { members } = q.t;
  const [head] = await q.select({ seq: members.eventSeq }).from(members).where(eq(members.id, memberId));
  return head?.seq ?? 0;
}
