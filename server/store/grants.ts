import { and, asc, desc, eq, gt, inArray, isNotNull, lte, lt, or, sql } from 'drizzle-orm';
import { grantTransition, openGrantStates, type GrantEvent } from '../../shared/domain/grant-state.ts';
import { inList } from './in-list.ts';
import { prepared } from './prepared.ts';
import type { Db } from './store.ts';

export type GrantRow = Db['t']['grants']['$inferSelect'];
export type NewGrant = Db['t']['grants']['$inferInsert'];

/** The unique key that lets at most one grant be open for a requestor and a mailbox. */
export const openPairOf = (grant: { requestorId: string; mailboxId: string }): string =>
  `${grant.requestorId} ${grant.mailboxId}`;

/** Inserts a grant unless the same requestor has an open one for that mailbox: then null. */
export async function insertGrant(q: Db, grant: NewGrant): Promise<GrantRow | null> {
  const [row] = await q
    .insert(q.t.grants)
    .values(grant)
    .onConflictDoNothing({ target: q.t.grants.openPair })
    .returning();
  return row ?? null;
}

/** The grant by that id if the member is one of its two people, else null. */
export async function findGrantOf(q: Db, id: string, memberId: string): Promise<GrantRow | null> {
  const { grants } = q.t;
  const [row] = await q
    .select()
    .from(grants)
    .where(and(eq(grants.id, id), or(eq(grants.requestorId, memberId), eq(grants.acceptorId, memberId))));
  return row ?? null;
}

export async function findGrantInWorkspace(q: Db, id: string, workspaceId: string): Promise<GrantRow | null> {
  const { grants } = q.t;
  const [row] = await q
    .select()
    .from(grants)
    .where(and(eq(grants.id, id), eq(grants.workspaceId, workspaceId)));
  return row ?? null;
}

/** Reads a grant and locks it until the unit of work ends: a revocation waits for it, or it waits for a revocation. */
export async function lockGrant(q: Db, id: string): Promise<GrantRow | null> {
  const { grants } = q.t;
  const [row] = await q.forUpdate(q.select().from(grants).where(eq(grants.id, id)));
  return row ?? null;
}

/** Applies `event` if the grant is in a state it may start from: check and change are one statement. Null: moved on. */
export async function moveGrant(
  q: Db,
  id: string,
  event: GrantEvent,
  change: Partial<Pick<GrantRow, 'activeSince' | 'endedAt' | 'endsAt'>>,
  /** Terms that the caller was shown: the change holds only while they are still these. */
  termsDigest?: string,
): Promise<GrantRow | null> {
  const { grants } = q.t;
  const { from, to } = grantTransition(event);
  const open = (openGrantStates as readonly string[]).includes(to);
  const [row] = await q
    .update(grants)
    .set({ ...change, state: to, ...(open ? {} : { openPair: null }) })
    .where(
      and(
        eq(grants.id, id),
        inArray(grants.state, [...from]),
        termsDigest === undefined ? undefined : eq(grants.termsDigest, termsDigest),
      ),
    )
    .returning();
  return row ?? null;
}

/**
 * Applies `event` to every one of the grants that is in a state it may start from. They are locked in the order of their
 * ids first, as everywhere. Resolves with those that moved.
 */
export async function moveGrants(q: Db, ids: readonly string[], event: GrantEvent): Promise<GrantRow[]> {
  if (ids.length === 0) return [];
  const { grants } = q.t;
  const { from, to } = grantTransition(event);
  const wanted = inList(grants.id, ids);
  await q.forUpdate(q.select({ id: grants.id }).from(grants).where(wanted).orderBy(asc(grants.id)));
  return q
    .update(grants)
    .set({ state: to })
    .where(and(wanted, inArray(grants.state, [...from])))
    .returning();
}

/** Live and suspended grants from a mailbox. */
export async function listStandingGrants(q: Db, mailboxId: string): Promise<GrantRow[]> {
  const { grants } = q.t;
  return q
    .select()
    .from(grants)
    .where(and(eq(grants.mailboxId, mailboxId), inArray(grants.state, ['active', 'suspended'])))
    .orderBy(grants.id);
}

/** Open requests and standing grants a member sends, or would send, through. */
export async function listGrantsHeldBy(q: Db, requestorId: string): Promise<GrantRow[]> {
  const { grants } = q.t;
  return q
    .select()
    .from(grants)
    .where(and(eq(grants.requestorId, requestorId), inArray(grants.state, [...openGrantStates])))
    .orderBy(grants.id);
}

/** Open requests and standing grants of a member, on either side. */
export async function listOpenGrantsOf(q: Db, memberId: string): Promise<GrantRow[]> {
  const { grants } = q.t;
  const mine = or(eq(grants.requestorId, memberId), eq(grants.acceptorId, memberId));
  return q
    .select()
    .from(grants)
    .where(and(mine, inArray(grants.state, [...openGrantStates])))
    .orderBy(grants.id);
}

/** Grants that were taken from a requestor, or ran out, since an instant; newest first. */
export async function listGrantsLost(q: Db, requestorId: string, since: number): Promise<GrantRow[]> {
  const { grants } = q.t;
  return q
    .select()
    .from(grants)
    .where(
      and(
        eq(grants.requestorId, requestorId),
        inArray(grants.state, ['revoked', 'expired']),
        gt(grants.endedAt, since),
      ),
    )
    .orderBy(desc(grants.id))
    .limit(100);
}

/** The last time this requestor was declined by this acceptor, or null (epoch ms). */
export async function lastDeclined(q: Db, requestorId: string, mailboxId: string): Promise<number | null> {
  const { grants } = q.t;
  const [row] = await q
    .select({ endedAt: grants.endedAt })
    .from(grants)
    .where(
      and(eq(grants.requestorId, requestorId), eq(grants.mailboxId, mailboxId), eq(grants.state, 'declined')),
    )
    .orderBy(desc(grants.endedAt))
    .limit(1);
  return row?.endedAt ?? null;
}

/** Grants whose time has come: requests to lapse, live ones to expire. Oldest end first. */
export async function listGrantsToEnd(q: Db, now: number, limit: number): Promise<GrantRow[]> {
  const { grants } = q.t;
  return q
    .select()
    .from(grants)
    .where(
      and(
        inArray(grants.state, [...openGrantStates]),
        isNotNull(grants.endsAt),
        gt(grants.endsAt, 0),
        lte(grants.endsAt, now),
      ),
    )
    .orderBy(grants.endsAt)
    .limit(limit);
}

/** When the next open grant or request ends by itself (epoch ms), or null. One look into an index for each state. */
export async function readNextGrantEnd(q: Db): Promise<number | null> {
  const { grants } = q.t;
  const first = (state: GrantRow['state']) =>
    sql`select min(${grants.endsAt}) as at from ${grants} where ${grants.state} = ${state} and ${grants.endsAt} > 0`;
  const [row] = await q.rows<{ at: number | null }>(
    sql`select min(at) as at from (${sql.join(openGrantStates.map(first), sql` union all `)}) firsts`,
  );
  return row!.at;
}

/** A member's grants, newest first; `before` is the id the page before ended with. */
export async function listGrants(
  q: Db,
  memberId: string,
  page: { side: 'requestor' | 'acceptor' | undefined; before: string | null; limit: number },
): Promise<GrantRow[]> {
  const { grants } = q.t;
  const mine =
    page.side === 'requestor'
      ? eq(grants.requestorId, memberId)
      : page.side === 'acceptor'
        ? eq(grants.acceptorId, memberId)
        : or(eq(grants.requestorId, memberId), eq(grants.acceptorId, memberId));
  return q
    .select()
    .from(grants)
    .where(and(mine, page.before === null ? undefined : lt(grants.id, page.before)))
    .orderBy(desc(grants.id))
    .limit(page.limit);
}

/** How many of today's sends count against each grant's cap. */
export async function readUsage(
  q: Db,
  grantIds: readonly string[],
  day: string,
): Promise<Map<string, number>> {
  if (grantIds.length === 0) return new Map();
  const { grantUsage } = q.t;
  const rows = await q
    .select({ grantId: grantUsage.grantId, used: grantUsage.used })
    .from(grantUsage)
    .where(and(inArray(grantUsage.grantId, [...grantIds]), eq(grantUsage.day, day)));
  return new Map(rows.map((row) => [row.grantId, row.used]));
}

/** One of a grant's sends of a day. */
export type Use = { grantId: string; day: string; cap: number };

/**
 * Takes one of the day's sends for each use whose cap leaves one, the first ones first; null needs none. Count and
 * check are one statement, so the cap is exact.
 */
export async function takeUsages(q: Db, uses: readonly (Use | null)[]): Promise<boolean[]> {
  const taken = uses.map((use) => use === null);
  for (let left = uses.map((_, i) => i).filter((i) => uses[i] !== null); left.length > 0;) {
    // A statement can take one send of a grant, and knows one cap.
    const round = firstOfEach(left, (i) => `${uses[i]!.grantId} ${uses[i]!.day}`).filter(
      (i) => uses[i]!.cap === uses[left[0]!]!.cap,
    );
    const got = await takeOneOfEach(
      q,
      round.map((i) => uses[i]!),
    );
    for (const i of round) taken[i] = got.has(`${uses[i]!.grantId} ${uses[i]!.day}`);
    left = left.filter((i) => !round.includes(i));
  }
  return taken;
}

function firstOfEach(items: readonly number[], keyOf: (item: number) => string): number[] {
  const first = new Map(items.toReversed().map((item) => [keyOf(item), item]));
  return items.filter((item) => first.get(keyOf(item)) === item);
}

/** Uses of different grants or days under one cap. */
async function takeOneOfEach(q: Db, uses: readonly Use[]): Promise<Set<string>> {
  const firsts = uses.map(({ grantId, day }) => ({ grantId, day, used: 1 }));
  const rows = await countOneMore(q, { firsts, cap: uses[0]!.cap });
  return new Set(rows.map(({ grantId, day }) => `${grantId} ${day}`));
}

const countOneMore = prepared<{
  firsts: readonly { grantId: string; day: string; used: number }[];
  cap: number;
}>()((q, { firsts, cap }) => {
  const { grantUsage: t } = q.t;
  return q
    .insert(t)
    .values(firsts)
    .onConflictDoUpdate({
      target: [t.grantId, t.day],
      set: { used: sql`${t.used} + 1` },
      setWhere: lt(t.used, cap),
    })
    .returning({ grantId: t.grantId, day: t.day });
});

/** Gives sends back that ended without having gone out. */
export async function giveBackUsage(q: Db, grantId: string, day: string, count = 1): Promise<void> {
  const { grantUsage } = q.t;
  await q
    .update(grantUsage)
    .set({ used: sql`${grantUsage.used} - ${count}` })
    .where(and(eq(grantUsage.grantId, grantId), eq(grantUsage.day, day)));
}
