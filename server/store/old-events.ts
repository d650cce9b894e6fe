import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { padded } from './in-list.ts';
import type { Db, Store } from './store.ts';

/** Members of whose feeds one query looks at the oldest event: 1 ms of SQLite's one thread. */
const membersAtOnce = 100;
/** Events that one unit of work deletes. */
export const eventsAtOnce = 100;

/** Where a walk through the feeds is: members after this id are still to come. */
export type FeedWalk = { afterId: string };
export const fromTheStart: FeedWalk = { afterId: '' };

/**
 * Goes on with a walk through all feeds that deletes events from before an instant (epoch ms): to its end, or for `most`
 * steps. Resolves with where it is then; null at its end. What it costs depends on how many members there are and how
 * much it deletes, and not on how many events are kept: one query for a hundred members, and a unit of two statements for
 * a hundred events that go. Each of these is a step.
 */
export async function deleteOldEvents(
  store: Store,
  before: number,
  { afterId }: FeedWalk,
  most: number,
): Promise<FeedWalk | null> {
  for (let left = most; left > 0; left -= 1) {
    const page = await readOldest(store.read, afterId);
    for (const { id, oldestAt } of page) {
      if (oldestAt === null || oldestAt >= before) continue;
      for (let deleted = eventsAtOnce; deleted === eventsAtOnce; left -= 1) {
        if (left === 0) return { afterId };
        deleted = await store.tx((q) => deleteOldest(q, id, before));
      }
      afterId = id;
    }
    if (page.length < membersAtOnce) return null;
    afterId = page.at(-1)!.id;
  }
  return { afterId };
}

function readOldest(q: Db, afterId: string) {
  const { members, events } = q.t;
  // Written out, since drizzle leaves the table's name out of a column where a query has one table only.
  const oldest = sql`(select e.at from ${events} e where e.member_id = ${sql.identifier('members')}.id order by e.seq limit 1)`;
  return q
    .select({
      id: members.id,
      oldestAt: sql<number | null>`${oldest}`.mapWith((at) => (at === null ? null : Number(at))),
    })
    .from(members)
    .where(gt(members.id, afterId))
    .orderBy(asc(members.id))
    .limit(membersAtOnce);
}

/**
 * Deletes the oldest events of a feed, up to the first one that is young enough: numbers tell for certain what came
 * before what, and instants only as well as the clock did. What is younger than its neighbours say it is stays.
 */
async function deleteOldest(q: Db, memberId: string, before: number): Promise<number> {
  const { events } = q.t;
  const rows = await q
    .select({ seq: events.seq, at: events.at })
    .from(events)
    .where(eq(events.memberId, memberId))
    .orderBy(asc(events.seq))
    .limit(eventsAtOnce);
  const young = rows.findIndex(({ at }) => at >= before);
  const old = rows.slice(0, young === -1 ? undefined : young).map(({ seq }) => seq);
  if (old.length === 0) return 0;
  await q
    .delete(events)
    .where(and(eq(events.memberId, memberId), inArray(events.seq, padded(old)), lt(events.at, before)));
  return old.length;
}
