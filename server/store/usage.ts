import { and, eq, gte, sql } from 'drizzle-orm';
import { giveBackUsage } from './grants.ts';
import { groupBy } from './group-by.ts';
import type { SendHead } from './sends.ts';
import type { Db } from './store.ts';

/** How many emails of a grant count for each UTC day from `fromDay` on; days without any are left out. */
export async function readUsedDays(q: Db, grantId: string, fromDay: string): Promise<Map<string, number>> {
  const { grantUsage: t } = q.t;
  const rows = await q
    .select({ day: t.day, used: t.used })
    .from(t)
    .where(and(eq(t.grantId, grantId), gte(t.day, fromDay)));
  return new Map(rows.map(({ day, used }) => [day, used]));
}

/**
 * Gives back and takes so many of the days' emails of a grant. Without a `cap` they only count; with one, every day
 * must have room for what is taken: the grant was locked and its days read before, so anything else is a fault.
 */
export async function changeUsage(
  q: Db,
  { grantId, cap }: { grantId: string; cap: number | null },
  changes: ReadonlyMap<string, number>,
): Promise<void> {
  const { grantUsage: t } = q.t;
  for (const [day, count] of changes) if (count < 0) await giveBackUsage(q, grantId, day, -count);
  const takes = [...changes].filter(([, count]) => count > 0);
  if (takes.length === 0) return;
  const used = sql`${t.used} + excluded.used`;
  const taken = await q
    .insert(t)
    .values(takes.map(([day, count]) => ({ grantId, day, used: count })))
    .onConflictDoUpdate({
      target: [t.grantId, t.day],
      set: { used },
      ...(cap === null ? {} : { setWhere: sql`${used} <= ${cap}` }),
    })
    .returning({ day: t.day });
  if (taken.length < takes.length) throw new Error('A day that had room for an email has none.');
}

/** Gives the days back that emails counted for which ended without having gone out. */
export async function giveBackDays(
  q: Db,
  sends: readonly Pick<SendHead, 'grantId' | 'usageDay'>[],
): Promise<void> {
  const ofGrants = sends.filter(({ grantId }) => grantId !== null);
  for (const alike of groupBy(ofGrants, ({ grantId, usageDay }) => `${grantId} ${usageDay}`).values())
    await giveBackUsage(q, alike[0]!.grantId!, alike[0]!.usageDay, alike.length);
}
