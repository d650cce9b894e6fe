import { and, between, eq, sql, type SQLWrapper } from 'drizzle-orm';
import type { SenderCounts } from '../../shared/api/stats.ts';
import { utcDay } from '../clock.ts';
import { inChunks } from './in-chunks.ts';
import type { SendHead } from './sends.ts';
import type { Db } from './store.ts';

const dayCounts = [
  ...(['sent', 'opensEach', 'opensInSums', 'clicksEach', 'clicksInSums', 'repliesLookedAt'] as const),
  ...(['opened', 'openMachines', 'openUnknown'] as const),
  ...(['clicked', 'replied', 'bounced'] as const),
];
/** What is counted of a day's emails. */
export type DayCount = (typeof dayCounts)[number];

/** Whose emails of which day (UTC) something is counted of. */
export type SenderDay = Pick<SendHead, 'workspaceId' | 'requestorId' | 'acceptorId'> & { day: string };

/** More of what was counted of a day, or less when it turned out to be something else. */
export type DayChange = SenderDay & Partial<Record<DayCount, number>>;

/** An email, and when it was sent (epoch milliseconds): whatever became of it counts for that day. */
export type SentEmail = Pick<SendHead, 'workspaceId' | 'requestorId' | 'acceptorId'> & { sentAt: number };

/** Whose emails of which day an email counts for. */
export const senderDayOf = ({ workspaceId, requestorId, acceptorId, sentAt }: SentEmail): SenderDay => ({
  ...{ workspaceId, day: utcDay(sentAt), requestorId, acceptorId },
});

/** Counts one more of `what` for the day of each of these emails, in the unit of work in which it became so. */
export const countSenderDays = (q: Db, what: DayCount, emails: readonly SentEmail[]): Promise<void> =>
  changeSenderDays(
    q,
    emails.map((email) => ({ ...senderDayOf(email), [what]: 1 })),
  );

/** Adds changes to the sums of their days: one statement, whatever the number of people and days. */
export async function changeSenderDays(q: Db, changes: readonly DayChange[]): Promise<void> {
  const { senderDays: t } = q.t;
  const sums = new Map<string, DayChange>();
  for (const change of changes) {
    const { workspaceId, day, requestorId, acceptorId } = change;
    const key: DayChange = { workspaceId, day, requestorId, acceptorId };
    const id = Object.values(key).join(' ');
    const sum = sums.get(id) ?? key;
    for (const count of dayCounts) if (change[count]) sum[count] = (sum[count] ?? 0) + change[count];
    sums.set(id, sum);
  }
  // In one order for everybody, so that two units of work can't wait for each other.
  const rows = [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, sum]) => sum)
    .filter((sum) => dayCounts.some((count) => sum[count]));
  const changed = dayCounts.filter((count) => rows.some((row) => row[count]));
  const set = Object.fromEntries(
    changed.map((count) => [count, sql`${t[count]} + excluded.${sql.identifier(t[count].name)}`]),
  );
  for (const some of inChunks(rows)) {
    await q
      .insert(t)
      .values(some)
      .onConflictDoUpdate({ target: [t.workspaceId, t.day, t.requestorId, t.acceptorId], set });
  }
}

/** Whose figures, on which of the two sides, of which days (UTC, both included). */
export type CountsWanted = {
  memberId: string;
  side: 'requestor' | 'acceptor';
  from: string;
  to: string;
  sender?: string | undefined;
  requestor?: string | undefined;
};

/**
 * What became of a member's emails: by day, or by the person on the other side. Those without any are not there. Of
 * emails that count in sums only, those are looked at whose sum has at least `fewest` of them.
 */
export async function sumSenderDays(
  q: Db,
  { memberId, side, from, to, sender, requestor }: CountsWanted,
  by: 'day' | 'sender',
  fewest: number,
): Promise<(SenderCounts & { of: string })[]> {
  const { senderDays: t } = q.t;
  const [own, other] = side === 'requestor' ? [t.requestorId, t.acceptorId] : [t.acceptorId, t.requestorId];
  const of = by === 'day' ? t.day : other;
  const sum = (column: SQLWrapper) => sql<number>`sum(${column})`.mapWith(Number);
  const looked = (each: SQLWrapper, inSums: SQLWrapper) =>
    sum(sql`${each} + case when ${inSums} >= cast(${fewest} as bigint) then ${inSums} else 0 end`);
  // Of emails counted in sums it is not stored which are, so after a restart one may be counted again.
  const among = (seen: SQLWrapper, each: SQLWrapper, inSums: SQLWrapper) =>
    sum(sql`case when ${seen} > ${each} + ${inSums} then ${each} + ${inSums} else ${seen} end`);
  return q
    .select({
      ...{ of, sent: sum(t.sent) },
      opened: among(t.opened, t.opensEach, t.opensInSums),
      clicked: among(t.clicked, t.clicksEach, t.clicksInSums),
      ...{ openMachines: sum(t.openMachines), openUnknown: sum(t.openUnknown) },
      ...{ replied: sum(t.replied), bounced: sum(t.bounced) },
      opensLookedAt: looked(t.opensEach, t.opensInSums),
      clicksLookedAt: looked(t.clicksEach, t.clicksInSums),
      repliesLookedAt: sum(t.repliesLookedAt),
    })
    .from(t)
    .where(
      and(
        eq(own, memberId),
        between(t.day, from, to),
        sender === undefined ? undefined : eq(t.acceptorId, sender),
        requestor === undefined ? undefined : eq(t.requestorId, requestor),
      ),
    )
    .groupBy(of);
}
