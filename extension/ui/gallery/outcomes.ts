import type { Person } from '../../../shared/api/person.ts';
import type { HitCounts, SendOutcome } from '../../../shared/api/outcomes.ts';
import type { Send } from '../../../shared/api/sends.ts';
import type { SenderCounts, Stats } from '../../../shared/api/stats.ts';
import type { SendsFound } from '../../../shared/messages/report-messages.ts';
import { ago, send, waitingSend } from './people.ts';

const dayMs = 86_400_000;
const hits = (people: number, machines = 0, unknown = 0): HitCounts => ({
  ...{ people, machines, unknown },
  firstAt: people ? ago(5 * 3_600_000) : null,
  lastAt: people ? ago(3_600_000) : null,
});

/** What became of an email. */
export const outcome = (rest: Partial<SendOutcome> = {}): SendOutcome => ({
  ...{ tracking: 'individual', opens: hits(0), clicks: hits(0), repliedAt: null, autoRepliedAt: null },
  ...{ bouncedAt: null, bounceReason: null, ...rest },
});

/** An email of mine that was sent, and what became of it. */
export const sent = (id: string, of: Partial<SendOutcome> | null, rest: Partial<Send> = {}): Send =>
  send({
    ...{
      id,
      state: 'sent',
      sentAt: ago(dayMs),
      createdAt: ago(dayMs),
      to: { email: `${id}@example.test`, name: null },
    },
    ...{ outcome: of && outcome(of), subject: `About ${id}`, ...rest },
  });

/** One of every kind. */
export const everyOutcome: Send[] = [
  sent('opened', { opens: hits(3, 2) }),
  sent('clicked', { opens: hits(1), clicks: hits(2) }),
  sent('replied', { opens: hits(4), clicks: hits(1), repliedAt: ago(60_000) }),
  sent('came-back', { bouncedAt: ago(60_000), bounceReason: 'address_unknown' }),
  sent('machines', { opens: hits(0, 4, 1) }),
  sent('away', { autoRepliedAt: ago(60_000) }),
  sent('in-sums', { tracking: 'aggregate', opens: null, clicks: null }),
  sent('not-looked-at', { tracking: 'off', opens: null, clicks: null }),
  send({ id: 'held', state: 'held', subject: 'About approval' }),
  waitingSend('scheduled', '2031-11-27T08:00:00.000Z', { id: 'later', subject: 'About later' }),
  send({
    id: 'failed',
    state: 'failed',
    subject: 'About nobody',
    failure: { code: 'recipient_refused', message: '' },
  }),
];

export const found = (items: Send[], rest: Partial<SendsFound> = {}): SendsFound => ({
  ...{ items, more: false, reachedAt: null, ...rest },
});

/** Every third day (or person) has emails that were not looked at for clicks, every seventh some for answers. */
const counts = (sent: number, i = 0): SenderCounts => ({
  ...{
    sent,
    opened: Math.round(sent * 0.42),
    clicked: Math.round(sent * 0.12),
    replied: Math.round(sent * 0.08),
  },
  ...{ bounced: i % 9 === 4 ? 1 : 0, openMachines: sent * 2, openUnknown: i % 5 === 0 ? 1 : 0 },
  ...(i % 3 === 1 ? { clicked: 0 } : {}),
  ...{ opensLookedAt: Math.round(sent * 0.8), clicksLookedAt: i % 3 === 1 ? 0 : sent },
  repliesLookedAt: i % 7 === 2 ? Math.round(sent * 0.5) : sent,
});
const none: SenderCounts = {
  ...{ sent: 0, opensLookedAt: 0, clicksLookedAt: 0, repliesLookedAt: 0 },
  ...{ opened: 0, openMachines: 0, openUnknown: 0, clicked: 0, replied: 0, bounced: 0 },
};
const sum = (all: readonly SenderCounts[]): SenderCounts => {
  const total = { ...none };
  for (const one of all)
    for (const what of Object.keys(none) as (keyof SenderCounts)[]) total[what] += one[what];
  return total;
};

/** Figures of so many days as the sender in question, busier in the middle of the week, and of people. */
export function stats(days: number, people: readonly Person[], scale = 1): Stats {
  const all = Array.from({ length: days }, (_, i) => {
    const at = new Date(Date.now() - (days - 1 - i) * dayMs);
    const isWeekend = [0, 6].includes(at.getUTCDay());
    const busy = isWeekend ? 0 : Math.round((6 + ((i * 7) % 11) + (i % 3)) * scale);
    return { day: at.toISOString().slice(0, 10), ...counts(busy, i) };
  });
  const senders = people.map((person, i) => ({ person, ...counts(Math.max(1, 60 - i * 13), i) }));
  const [from, to] = [all[0]!.day, all.at(-1)!.day];
  return { from, to, by: 'day', total: sum(all), days: all, senders };
}

/** Figures over nothing. */
export const noStats: Stats = {
  ...stats(30, []),
  total: none,
  days: stats(30, []).days.map(({ day }) => ({ day, ...none })),
};

/** The same figures, of mailboxes whose owners let no headers of answers be read. */
export function unanswered(of: Stats): Stats {
  const deaf = <Counts extends SenderCounts>(counts: Counts): Counts => ({
    ...counts,
    ...{ repliesLookedAt: 0, replied: 0, bounced: 0 },
  });
  return { ...of, total: deaf(of.total), days: of.days.map(deaf), senders: of.senders.map(deaf) };
}

/** The same figures, of emails that nobody wanted to see opens or clicks of. */
export function unseen(of: Stats): Stats {
  const blind = <Counts extends SenderCounts>(counts: Counts): Counts => ({
    ...counts,
    ...{ opensLookedAt: 0, clicksLookedAt: 0, opened: 0, openMachines: 0, openUnknown: 0, clicked: 0 },
  });
  return { ...of, total: blind(of.total), days: of.days.map(blind), senders: of.senders.map(blind) };
}
