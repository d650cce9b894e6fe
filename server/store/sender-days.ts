import { sql } from 'drizzle-orm';
import { utcDay } from '../clock.ts';
import { inChunks } from './in-chunks.ts';
import type { SendHead } from './sends.ts';
import type { Db } from './store.ts';

/** What is counted of a day's emails. */
export type DayCount = 'sent' | 'replied' | 'bounced';

/** An email, and when it was sent (epoch milliseconds): whatever became of it counts for that day. */
export type SentEmail = Pick<SendHead, 'workspaceId' | 'requestorId' | 'acceptorId'> & { sentAt: number };

/** Counts one more of `what` for the day of each of these emails, in the unit of work in which it became so. */
export async function countSenderDays(q: Db, what: DayCount, emails: readonly SentEmail[]): Promise<void> {
  const { senderDays: t } = q.t;
  const counts = new Map<string, typeof t.$inferInsert & { count: number }>();
  for (const { workspaceId, requestorId, acceptorId, sentAt } of emails) {
    const key = { workspaceId, day: utcDay(sentAt), requestorId, acceptorId };
    const id = Object.values(key).join(' ');
    counts.set(id, { ...key, count: (counts.get(id)?.count ?? 0) + 1 });
  }
  // In one order for everybody, so that two units of work can't wait for each other.
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  for (const some of inChunks(rows)) {
    await q
      .insert(t)
      .values(some.map(({ count, ...key }) => ({ ...key, [what]: count })))
      .onConflictDoUpdate({
        target: [t.workspaceId, t.day, t.requestorId, t.acceptorId],
        set: { [what]: sql`${t[what]} + excluded.${sql.identifier(t[what].name)}` },
      });
  }
}
