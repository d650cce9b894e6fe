import { and, desc, eq, gt, gte, isNotNull, isNull, lt, lte, ne, not, or, sql } from 'drizzle-orm';
import type { Column, SQL, SQLWrapper } from 'drizzle-orm';
import type { OutcomeFilter } from '../../shared/api/outcomes.ts';
import { newestFirst, type SendPlace } from '../../shared/domain/send-place.ts';
import { isFinalSendState, type SendState } from '../../shared/domain/send-state.ts';
import { inList } from './in-list.ts';
import { listedAt } from './schema/tables/sends.ts';
import type { SendRow } from './sends.ts';
import type { Db } from './store.ts';

/**
 * Which of a member's sends a list shows. From `since` until before `until` (epoch milliseconds) by when they went, ended
 * or are meant to go: what lists are ordered by (`listedAt`).
 */
export type SendFilter = {
  side?: 'requestor' | 'acceptor' | undefined;
  state?: SendState | undefined;
  batch?: string | undefined;
  sender?: string | undefined;
  requestor?: string | undefined;
  others?: boolean | undefined;
  outcome?: OutcomeFilter | undefined;
  since?: number | undefined;
  until?: number | undefined;
};
type Filter = SendFilter & { before: SendPlace | null; limit: number };

/** Sends, newest first, and the place that the next page goes on after; null when there is none. */
export type SendPage = { rows: SendRow[]; next: SendPlace | null };

/** How many emails of a side are looked through for one page: what few of a million fit would take seconds to fill. */
export const walkLength = 4_000;

/**
 * A member's sends, newest first; `before` is where the page before ended. Each side is a walk along its own index:
 * asked for both in one condition, a database reads and sorts all there is. A page that is not full, even one that is
 * empty, may be followed by others. Of those under way, or of a batch, a page is always full: they are few, and must not
 * be overlooked. What goes out between two pages moves up and may be on neither; what ends early may be on both.
 */
export async function listSends(q: Db, memberId: string, filter: Filter): Promise<SendPage> {
  const { sends } = q.t;
  const { side, limit } = filter;
  const walks: Walk[] = [];
  const few = fewOf(q, memberId, filter);
  if (few !== null) walks.push(await findAmong(q, few, memberId, filter));
  else
    for (const on of side === undefined ? (['requestor', 'acceptor'] as const) : [side]) {
      const column = on === 'requestor' ? sends.requestorId : sends.acceptorId;
      walks.push(await walk(q, and(eq(column, memberId), rangeOf(placed(q), filter))!, filter));
    }
  // What lies beyond the end of the shorter walk is for the next page: of the other side it is not known yet.
  const [end = null] = walks.flatMap((walk) => walk.end ?? []).sort(newestFirst);
  const met = new Map(walks.flatMap(({ places }) => places).map((place) => [place.id, place]));
  const found = [...met.values()]
    .filter((place) => end === null || newestFirst(place, end) <= 0)
    .sort(newestFirst);
  const shown = found.slice(0, limit);
  const next = found.length > limit ? shown.at(-1)! : end;
  if (shown.length === 0) return { rows: [], next };
  const ids = shown.map(({ id }) => id);
  const rows = await q.select().from(sends).where(inList(sends.id, ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { rows: ids.flatMap((id) => byId.get(id) ?? []), next };
}

/** Places of what fits, newest first, one more than asked for if there are; `end` is where looking ended before that. */
type Walk = { places: SendPlace[]; end: SendPlace | null };

/** What a place is read from and compared with. */
type Placed = { listedAt: SQLWrapper; id: Column };
const placed = ({ t: { sends } }: Db) => ({ ...sends, listedAt: listedAt(sends).mapWith(Number) });
const inOrder = ({ listedAt, id }: Placed): SQL[] => [desc(listedAt), desc(id)];

async function walk(q: Db, range: SQL, filter: Filter): Promise<Walk> {
  const { sends, trackedSends, watchedThreads } = q.t;
  const { listedAt, id, state, requestorId, acceptorId } = placed(q);
  const steps = () =>
    q
      .select({ listedAt: listedAt.as('listed_at'), id, state, requestorId, acceptorId })
      .from(sends)
      .where(range)
      .orderBy(...inOrder({ listedAt, id }));
  if (isPlain(filter)) return { places: (await steps().limit(filter.limit + 1)).map(placeOf), end: null };
  const met = steps().limit(walkLength).as('met');
  const fitting = await q
    .select({ listedAt: met.listedAt, id: met.id })
    .from(met)
    .leftJoin(trackedSends, eq(trackedSends.sendId, met.id))
    .leftJoin(watchedThreads, eq(watchedThreads.sendId, met.id))
    .where(and(...fitsOf(met, filter), outcomeOf(q, met.state, filter.outcome)))
    .orderBy(...inOrder(met))
    .limit(filter.limit + 1);
  const places = fitting.map(placeOf);
  if (places.length > filter.limit) return { places, end: null };
  const [end] = await steps()
    .limit(1)
    .offset(walkLength - 1);
  return { places, end: end ? placeOf(end) : null };
}

const placeOf = ({ listedAt, id }: SendPlace): SendPlace => ({ listedAt, id });

/**
 * What only few emails fit, by an index of its own: those of a batch, or what is under way in the mailboxes that a
 * member's emails go out from. Null: what is asked for may be most of them.
 */
function fewOf(q: Db, memberId: string, { state, batch }: Filter): SQL | null {
  const { sends, grants, mailboxes } = q.t;
  if (batch !== undefined) return eq(sends.batchId, batch);
  if (state === undefined || isFinalSendState(state)) return null;
  const through = sql`select ${grants.mailboxId} from ${grants} where ${grants.requestorId} = ${memberId}`;
  const own = sql`select ${mailboxes.id} from ${mailboxes} where ${mailboxes.memberId} = ${memberId}`;
  return and(sql`${sends.mailboxId} in (${through} union ${own})`, eq(sends.state, state))!;
}

/** The member's of few. Read whole first, since a database that knows no figures would rather walk along all they sent. */
async function findAmong(q: Db, few: SQL, memberId: string, filter: Filter): Promise<Walk> {
  const { sends, trackedSends, watchedThreads } = q.t;
  const { listedAt, id, state, requestorId, acceptorId } = placed(q);
  const all = q
    .select({ listedAt: listedAt.as('listed_at'), id, state, requestorId, acceptorId })
    .from(sends)
    .where(few)
    // No more than there can be: the limit keeps SQLite from making one query of the two.
    .limit(1_000_000)
    .as('all');
  const isOn = {
    requestor: eq(all.requestorId, memberId),
    acceptor: eq(all.acceptorId, memberId),
  };
  const rows = await q
    .select({ listedAt: all.listedAt, id: all.id })
    .from(all)
    .leftJoin(trackedSends, eq(trackedSends.sendId, all.id))
    .leftJoin(watchedThreads, eq(watchedThreads.sendId, all.id))
    .where(
      and(
        filter.side === undefined ? or(isOn.requestor, isOn.acceptor) : isOn[filter.side],
        rangeOf(all, filter),
        ...fitsOf(all, filter),
        outcomeOf(q, all.state, filter.outcome),
      ),
    )
    .orderBy(...inOrder(all))
    .limit(filter.limit + 1);
  return { places: rows.map(placeOf), end: null };
}

/** What a walk along an index goes by; where it begins is said so that both databases find it there. */
function rangeOf(of: Placed, { before, since, until }: Filter): SQL | undefined {
  return and(
    before === null
      ? undefined
      : and(lte(of.listedAt, before.listedAt), or(lt(of.listedAt, before.listedAt), lt(of.id, before.id))),
    since === undefined ? undefined : gte(of.listedAt, since),
    until === undefined ? undefined : lt(of.listedAt, until),
  );
}

const isPlain = ({ state, sender, requestor, others, outcome }: Filter): boolean =>
  [state, sender, requestor, outcome].every((it) => it === undefined) && !others;

/** What has to be asked of each email that a walk meets. */
function fitsOf(
  of: Record<'requestorId' | 'acceptorId' | 'state', Column>,
  { state, sender, requestor, others }: Filter,
): (SQL | undefined)[] {
  return [
    state === undefined ? undefined : eq(of.state, state),
    sender === undefined ? undefined : eq(of.acceptorId, sender),
    requestor === undefined ? undefined : eq(of.requestorId, requestor),
    others ? ne(of.requestorId, of.acceptorId) : undefined,
  ];
}

/** The same as what a view of the email says of it: of sums over many nothing can be found out about one. */
function outcomeOf(q: Db, state: Column, outcome: OutcomeFilter | undefined): SQL | undefined {
  const { trackedSends: seen, watchedThreads: watched } = q.t;
  if (outcome === undefined) return undefined;
  const opened = and(eq(seen.mode, 'individual'), eq(seen.opens, true), gt(seen.openPeople, 0))!;
  const clicked = and(eq(seen.mode, 'individual'), eq(seen.clicks, true), gt(seen.clickPeople, 0))!;
  const didNot = (it: SQL) => or(isNull(seen.sendId), not(it));
  switch (outcome) {
    case 'opened':
      return opened;
    case 'clicked':
      return clicked;
    case 'replied':
      return isNotNull(watched.repliedAt);
    case 'bounced':
      return isNotNull(watched.bouncedAt);
    case 'none':
      return and(
        eq(state, 'sent'),
        didNot(opened),
        didNot(clicked),
        isNull(watched.repliedAt),
        isNull(watched.bouncedAt),
      );
  }
}
