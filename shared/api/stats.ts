import { z } from 'zod';
import { grantSides } from './grants.ts';
import { Day, Id } from './page.ts';
import { Person } from './person.ts';

/** The longest range of days that figures are asked for at once. */
export const maxStatsDays = 366;
/** How many days are shown when none are named, today among them. */
export const defaultStatsDays = 30;

export const statsGroups = ['day', 'sender'] as const;
export type StatsGroup = (typeof statsGroups)[number];

/**
 * What became of emails, by the day (UTC) they were sent, whenever it came of them. `opened` and `clicked` are emails
 * that a person opened or clicked in, each counted once: of those whose opens, or clicks, are looked at, since of the
 * others nobody knows; `openMachines` and `openUnknown` are openings by programs, and openings of which nothing tells who
 * it was. `replied` and `bounced` are of those whose threads were looked at when they were sent (`repliesLookedAt`): their
 * mailboxes' owners let the headers of answers be read.
 */
export const SenderCounts = z.strictObject({
  sent: z.int(),
  opensLookedAt: z.int(),
  clicksLookedAt: z.int(),
  repliesLookedAt: z.int(),
  opened: z.int(),
  openMachines: z.int(),
  openUnknown: z.int(),
  clicked: z.int(),
  replied: z.int(),
  bounced: z.int(),
});
export type SenderCounts = z.infer<typeof SenderCounts>;

export const DayStats = SenderCounts.extend({ day: Day });
export type DayStats = z.infer<typeof DayStats>;

/** `person` is as whom I sent, or on the acceptor's side who sent as me. */
export const SenderStats = SenderCounts.extend({ person: Person });
export type SenderStats = z.infer<typeof SenderStats>;

/** Figures over my own emails: of every day of the range in order, or of every person, most emails first. */
export const Stats = z.strictObject({
  from: Day,
  to: Day,
  by: z.enum(statsGroups),
  total: SenderCounts,
  days: z.array(DayStats),
  senders: z.array(SenderStats),
});
export type Stats = z.infer<typeof Stats>;

/**
 * Both days belong to the range; without them it is the last 30 days. `sender` and `requestor` leave only what was sent
 * as that member, or by them.
 */
export const StatsQuery = z.strictObject({
  from: Day.optional(),
  to: Day.optional(),
  by: z.enum(statsGroups).default('day'),
  side: z.enum(grantSides).default('requestor'),
  sender: Id.optional(),
  requestor: Id.optional(),
});
export type StatsQuery = z.output<typeof StatsQuery>;
