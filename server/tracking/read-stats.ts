import { firstDay } from '../../shared/api/page.ts';
import {
  defaultStatsDays,
  maxStatsDays,
  type DayStats,
  type SenderCounts,
  type Stats,
  type StatsQuery,
} from '../../shared/api/stats.ts';
import { dayMs, startOfDay, utcDay } from '../clock.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { readPeople } from '../store/people.ts';
import { sumSenderDays } from '../store/sender-days.ts';
import type { Db } from '../store/store.ts';
import { fewestInSum } from './sums-of-many.ts';

/** Figures over a member's own emails, on one side. See `Stats`. */
export async function readStats(
  q: Db,
  reader: { memberId: string; now: number },
  query: StatsQuery,
): Promise<Stats | Refusal> {
  const { by } = query;
  const to = query.to ?? utcDay(reader.now);
  const begin = utcDay(startOfDay(to) - (defaultStatsDays - 1) * dayMs);
  const from = query.from ?? (begin < firstDay ? firstDay : begin);
  const days = (startOfDay(to) - startOfDay(from)) / dayMs + 1;
  if (!(days >= 1 && days <= maxStatsDays))
    return refuse(
      'invalid_request',
      `Nothing was read. to: from 1 to ${maxStatsDays} days, from is the first.`,
    );
  const rows = await sumSenderDays(q, { ...query, from, to, memberId: reader.memberId }, by, fewestInSum);
  const total = { ...none };
  for (const row of rows) for (const what of counted) total[what] += row[what];
  const figures = { from, to, by, total, days: [], senders: [] };
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
  ...{ sent: 0, opensLookedAt: 0, clicksLookedAt: 0, repliesLookedAt: 0 },
  ...{ opened: 0, openMachines: 0, openUnknown: 0, clicked: 0, replied: 0, bounced: 0 },
};
const counted = Object.keys(none) as (keyof SenderCounts)[];

function fillDays(rows: readonly (SenderCounts & { of: string })[], first: number, days: number): DayStats[] {
  const counts = new Map(rows.map(({ of, ...row }) => [of, row]));
  return Array.from({ length: days }, (_, i) => {
    const day = utcDay(first + i * dayMs);
    return { day, ...(counts.get(day) ?? none) };
  });
}
