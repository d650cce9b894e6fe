import { and, desc, eq, gt, gte, isNotNull, isNull, lt, ne, not, or, sql } from 'drizzle-orm';
import type { Column, SQL } from 'drizzle-orm';
import type { OutcomeFilter } from '../../shared/api/outcomes.ts';
import { isFinalSendState, type SendState } from '../../shared/domain/send-state.ts';
import { firstIdAt } from './first-id-at.ts';
import { inList } from './in-list.ts';
import type { SendRow } from './sends.ts';
import type { Db } from './store.ts';

/** Which of a member's sends a list shows; instants in epoch milliseconds, `until` not among them. */
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
type Filter = SendFilter & { before: string | null; limit: number };

/** Sends, newest first, and the id that the next page goes on before; null when there is none. */
export type SendPage = { rows: SendRow[]; next: string | null };

/** How many emails of a side are looked through for one page: what few of a million fit would take seconds to fill. */
export const walkLength = 4_000;

/**
 * A member's sends, newest first; `before` is where the page before ended. Each side is a walk along its own index:
 * asked for both in one condition, a database reads and sorts all there is. A page that is not full, even one that is
 * empty, may be followed by others. Of those under way a page is always full: they are few, and must not be overlooked.
 */
export async function listSends(q: Db, memberId: string, filter: Filter): Promise<SendPage> {
  const { sends } = q.t;
  const { state, outcome, side, limit } = filter;
  const walks: Walk[] = [];
  if (state !== undefined && outcome === undefined && !isFinalSendState(state))
    walks.push(await findUnderWay(q, memberId, state, filter));
  else
    for (const on of side === undefined ? (['requestor', 'acceptor'] as const) : [side]) {
      const column = on === 'requestor' ? sends.requestorId : sends.acceptorId;
      walks.push(await walk(q, and(eq(column, memberId), rangeOf(sends, filter))!, filter));
    }
  // What lies beyond the end of the shorter walk is for the next page: of the other side it is not known yet.
  const end = walks
    .flatMap((walk) => walk.end ?? [])
    .sort()
    .at(-1);
  const found = [...new Set(walks.flatMap(({ ids }) => ids))]
    .filter((id) => end === undefined || id >= end)
    .sort()
    .reverse();
  const ids = found.slice(0, limit);
  const next = found.length > limit ? ids.at(-1)! : (end ?? null);
  if (ids.length === 0) return { rows: [], next };
  const rows = await q.select().from(sends).where(inList(sends.id, ids)).orderBy(desc(sends.id));
  return { rows, next };
}

/** Ids that fit, newest first, one more than asked for if there are; `end` is where looking ended before that. */
type Walk = { ids: string[]; end: string | null };

async function walk(q: Db, range: SQL, filter: Filter): Promise<Walk> {
  const { sends, trackedSends, watchedThreads } = q.t;
  const { id, state, requestorId, acceptorId } = sends;
  const steps = q.select({ id, state, requestorId, acceptorId }).from(sends).where(range).orderBy(desc(id));
  if (isPlain(filter)) {
    const rows = await steps.limit(filter.limit + 1);
    return { ids: rows.map((row) => row.id), end: null };
  }
  const met = steps.limit(walkLength).as('met');
  const fitting = q
    .select({ id: met.id })
    .from(met)
    .leftJoin(trackedSends, eq(trackedSends.sendId, met.id))
    .leftJoin(watchedThreads, eq(watchedThreads.sendId, met.id))
    .where(and(...fitsOf(met, filter), outcomeOf(q, met.state, filter.outcome)))
    .orderBy(desc(met.id))
    .limit(filter.limit + 1);
  const ids = (await fitting).map((row) => row.id);
  if (ids.length > filter.limit) return { ids, end: null };
  const last = q.select({ id }).from(sends).where(range).orderBy(desc(id));
  const [end] = await last.limit(1).offset(walkLength - 1);
  return { ids, end: end?.id ?? null };
}

/**
 * What is under way of a member's, by way of the mailboxes it goes out from: those have an index over its state. Read
 * whole first, since a database that knows no figures would rather walk along all the member ever sent.
 */
async function findUnderWay(q: Db, memberId: string, state: SendState, filter: Filter): Promise<Walk> {
  const { sends, grants, mailboxes } = q.t;
  const { id, mailboxId, requestorId, acceptorId, batchId } = sends;
  const through = sql`select ${grants.mailboxId} from ${grants} where ${grants.requestorId} = ${memberId}`;
  const own = sql`select ${mailboxes.id} from ${mailboxes} where ${mailboxes.memberId} = ${memberId}`;
  const all = q
    .select({ id, requestorId, acceptorId, batchId })
    .from(sends)
    .where(and(sql`${mailboxId} in (${through} union ${own})`, eq(sends.state, state)))
    // No more than there can be: the limit keeps SQLite from making one query of the two.
    .limit(1_000_000)
    .as('all');
  const isOn = {
    requestor: eq(all.requestorId, memberId),
    acceptor: eq(all.acceptorId, memberId),
  };
  const rows = await q
    .select({ id: all.id })
    .from(all)
    .where(
      and(
        filter.side === undefined ? or(isOn.requestor, isOn.acceptor) : isOn[filter.side],
        rangeOf(all, filter),
        ...fitsOf(all, filter),
      ),
    )
    .orderBy(desc(all.id))
    .limit(filter.limit + 1);
  return { ids: rows.map((row) => row.id), end: null };
}

/** What a walk along an index goes by. */
function rangeOf(
  of: Record<'id' | 'batchId', Column>,
  { before, since, until, batch }: Filter,
): SQL | undefined {
  return and(
    before === null ? undefined : lt(of.id, before),
    since === undefined ? undefined : gte(of.id, firstIdAt(since)),
    until === undefined ? undefined : lt(of.id, firstIdAt(until)),
    batch === undefined ? undefined : eq(of.batchId, batch),
  );
}

const isPlain = ({ state, sender, requestor, others, outcome }: Filter): boolean =>
  [state, sender, requestor, outcome].every((it) => it === undefined) && !others;

/** What has to be asked of each email that a walk meets. */
function fitsOf(
  of: Record<'requestorId' | 'acceptorId', Column> & { state?: Column },
  { state, sender, requestor, others }: Filter,
): (SQL | undefined)[] {
  return [
    state === undefined || !of.state ? undefined : eq(of.state, state),
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
