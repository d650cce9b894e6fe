import { and, eq, gte, lt, sql, type Placeholder } from 'drizzle-orm';
import { hourOf } from '../clock.ts';
import { inList } from './in-list.ts';
import type { SendRow } from './sends.ts';
import type { Db } from './store.ts';

/** What a mailbox handed over in the hours that count, and the oldest of them with any: altogether, and for others. */
export type MailboxDay = {
  own: number;
  delegated: number;
  oldestHour: number | null;
  oldestDelegatedHour: number | null;
};

/** The days of mailboxes from `oldestHour` on: a subquery to join, with a row for each that sent anything. */
export function mailboxDays(
  q: Db,
  mailboxIds: readonly string[] | Placeholder[],
  oldestHour: number | Placeholder,
) {
  const t = q.t.mailboxHours;
  const figure = (of: ReturnType<typeof sql>, name: string) => sql<number>`${of}`.mapWith(Number).as(name);
  return q
    .select({
      mailboxId: t.mailboxId,
      own: figure(sql`sum(${t.own})`, 'own_sum'),
      delegated: figure(sql`sum(${t.delegated})`, 'delegated_sum'),
      oldestHour: figure(sql`min(case when ${t.own} + ${t.delegated} > 0 then ${t.hour} end)`, 'oldest'),
      oldestDelegatedHour: figure(
        sql`min(case when ${t.delegated} > 0 then ${t.hour} end)`,
        'oldest_delegated',
      ),
    })
    .from(t)
    .where(and(inList(t.mailboxId, mailboxIds), gte(t.hour, oldestHour)))
    .groupBy(t.mailboxId)
    .as('days');
}

/** Counts sends that are handed over at `now` to the hours of their mailboxes. One statement, however many. */
export async function countHandedOver(q: Db, sendIds: readonly string[], now: number): Promise<void> {
  if (sendIds.length === 0) return;
  const { sends, mailboxHours: t } = q.t;
  const own = sql`sum(case when s.grant_id is null then 1 else 0 end)`;
  await q.rows(sql`
    insert into ${t} (mailbox_id, hour, own, delegated)
    select s.mailbox_id, cast(${hourOf(now)} as bigint), ${own}, count(*) - ${own} from ${sends} s
    where ${inList(sql`s.id`, sendIds)} group by s.mailbox_id order by s.mailbox_id
    on conflict (mailbox_id, hour) do update
    set own = ${t}.own + excluded.own, delegated = ${t}.delegated + excluded.delegated`);
}

/** Takes back what was counted for one that the provider surely did not accept. */
export async function uncountHandedOver(
  q: Db,
  { mailboxId, grantId, firedAt }: Pick<SendRow, 'mailboxId' | 'grantId'> & { firedAt: number },
): Promise<void> {
  const t = q.t.mailboxHours;
  await q
    .update(t)
    .set(grantId === null ? { own: sql`${t.own} - 1` } : { delegated: sql`${t.delegated} - 1` })
    .where(and(eq(t.mailboxId, mailboxId), eq(t.hour, hourOf(firedAt))));
}

/** Forgets hours that no longer count. */
export async function sweepMailboxHours(q: Db, oldestHour: number): Promise<void> {
  const t = q.t.mailboxHours;
  await q.delete(t).where(lt(t.hour, oldestHour));
}
