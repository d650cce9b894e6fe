import { and, isNotNull, isNull, sql, type Column, type SQL } from 'drizzle-orm';
import { padded } from './in-list.ts';
import { uncountHandedOver } from './mailbox-hours.ts';
import { fenceKey, fenceOf, isFenced, type Fence } from './queue.ts';
import type { NewSend, SendRow } from './sends.ts';
import type { Db } from './store.ts';

/** An attempt as its worker knows it, and what it makes of its send. */
export type Settlement = {
  attempt: Fence & Pick<SendRow, 'firedAt' | 'mailboxId' | 'grantId'>;
  change: Partial<NewSend>;
};

/**
 * Ends attempts. Resolves with the `fenceKey`s of those it ended; any other is somebody else's by now. Whether an attempt had
 * fired is part of its fence: a lease that a database lost in a crash has the same epoch as the next one, but only one
 * of the two can have fired. What the provider surely did not accept is taken back from its mailbox's day.
 */
export async function settleAttempts(q: Db, settlements: readonly Settlement[]): Promise<Set<string>> {
  const ended = new Set<string>();
  for (const alike of groupAlike(settlements)) for (const key of await settleAlike(q, alike)) ended.add(key);
  for (const { attempt, change } of settlements) {
    if (!ended.has(fenceKey(attempt))) continue;
    const { firedAt } = attempt;
    const maybeAccepted = change.state === 'sent' || change.state === 'uncertain';
    if (firedAt !== null && !maybeAccepted) await uncountHandedOver(q, { ...attempt, firedAt });
  }
  return ended;
}

/** What differs from send to send: instants and what is sealed. */
const isPerSend = (value: unknown): value is number | Buffer =>
  typeof value === 'number' || value instanceof Uint8Array;

/** Those that one statement can end: fired or not, and the same change but for instants and what is sealed. */
function groupAlike(settlements: readonly Settlement[]): Settlement[][] {
  const groups = new Map<string, Settlement[]>();
  for (const settlement of settlements) {
    const { attempt, change } = settlement;
    const shape = Object.entries(change).map(([key, value]) => [key, isPerSend(value) ? 'per send' : value]);
    const key = JSON.stringify([attempt.firedAt === null, shape]);
    groups.set(key, [...(groups.get(key) ?? []), settlement]);
  }
  return [...groups.values()];
}

async function settleAlike(q: Db, alike: readonly Settlement[]): Promise<string[]> {
  const { sends } = q.t;
  const [{ attempt, change }] = alike as [Settlement];
  const changes = Object.keys(change).map((name) => {
    const key = name as keyof NewSend;
    const common = alike.length === 1 || !isPerSend(change[key]);
    return [key, common ? change[key] : bySend(q, sends[key], alike, key)];
  });
  const fences = alike.map((one) => one.attempt);
  const rows = await q
    .update(sends)
    .set({ leaseUntil: null, ...(Object.fromEntries(changes) as Partial<NewSend>) })
    .where(
      and(isFenced(q, fences), attempt.firedAt === null ? isNull(sends.firedAt) : isNotNull(sends.firedAt)),
    )
    .returning({ id: sends.id, epoch: sends.epoch });
  return rows.map(fenceKey);
}

/** One column's value for each attempt. */
function bySend(q: Db, column: Column, alike: readonly Settlement[], key: keyof NewSend): SQL {
  const type = sql.raw(column.getSQLType());
  const cases = padded(alike).map(
    ({ attempt, change }) =>
      sql`when ${fenceKey(attempt)} then cast(${sql.param(change[key], column)} as ${type})`,
  );
  return sql`case ${fenceOf(q)} ${sql.join(cases, sql` `)} end`;
}
