import {
  defaultStatsDays,
  maxStatsDays,
  type DayStats,
  type LookedAt,
  type SenderCounts,
  type ShownCounts,
  type Stats,
  type StatsQuery,
} from '../../shared/api/stats.ts';
import { dayMs, startOfDay, utcDay } from '../clock.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { readPeople } from '../store/people.ts';
import { readSeenEmails, type SeenEmail } from '../store/seen-emails.ts';
import { sumSenderDays } from '../store/sender-days.ts';
import type { Db } from '../store/store.ts';
import { countLookedAt } from './looked-at.ts';

/** Figures over a member's own emails, on one side. See `Stats`. */
export async function readStats(
  q: Db,
  reader: { memberId: string; now: number },
  query: StatsQuery,
): Promise<Stats | Refusal> {
  const { by } = query;
  const to = query.to ?? utcDay(reader.now);
  const from = query.from ?? utcDay(startOfDay(to) - (defaultStatsDays - 1) * dayMs);
  const days = (startOfDay(to) - startOfDay(from)) / dayMs + 1;
  if (!(days >= 1 && days <= maxStatsDays))
    return refuse(
      'invalid_request',
      `Nothing was read. to: from 1 to ${maxStatsDays} days, from is the first.`,
    );
  const wanted = { ...query, from, to, memberId: reader.memberId };
  const sums = await sumSenderDays(q, wanted, by);
  const total = { ...none };
  for (const row of sums) for (const what of counted) total[what] += row[what];
  const emails = total.sent === 0 ? [] : await readSeenEmails(q, wanted);
  const other = query.side === 'requestor' ? 'acceptorId' : 'requestorId';
  const keyOf = (email: SeenEmail) => (by === 'day' ? utcDay(email.sentAt) : email[other]);
  const looked = emails.length < total.sent ? null : countLookedAt(emails, keyOf);
  const rows = sums.map((row) => ({ ...row, lookedAt: looked && atLeast(row, looked.get(row.of)) }));
  const sumOf = (what: keyof LookedAt) => rows.reduce((sum, row) => sum + (row.lookedAt?.[what] ?? 0), 0);
  const all = looked && { opens: sumOf('opens'), clicks: sumOf('clicks') };
  const figures = { from, to, by, total: { ...total, lookedAt: all }, days: [], senders: [] };
  if (by === 'day') return { ...figures, days: fillDays(rows, startOfDay(from), days) };
  const people = await readPeople(
    q,
    rows.map(({ of }) => of),
  );
  const senders = rows
    .map(({ of, ...counts }) => ({ person: people.get(of)!, ...counts }))
    .sort((a, b) => b.sent - a.sent || a.person.name.localeCompare(b.person.name));
  return { ...figures, senders };
}

const none: SenderCounts = {
  ...{ sent: 0, opened: 0, openMachines: 0, openUnknown: 0, clicked: 0, replied: 0, bounced: 0 },
};
const counted = Object.keys(none) as (keyof SenderCounts)[];

/** What was opened was looked at, also where that was erased since. */
const atLeast = ({ opened, clicked }: SenderCounts, found?: LookedAt): LookedAt => ({
  opens: Math.max(opened, found?.opens ?? 0),
  clicks: Math.max(clicked, found?.clicks ?? 0),
});

function fillDays(rows: readonly (ShownCounts & { of: string })[], first: number, days: number): DayStats[] {
  const counts = new Map(rows.map(({ of, ...row }) => [of, row]));
  return Array.from({ length: days }, (_, i) => {
    const day = utcDay(first + i * dayMs);
    return { day, ...(counts.get(day) ?? { ...none, lookedAt: { opens: 0, clicks: 0 } }) };
  });
}
