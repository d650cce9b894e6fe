import { hourMs, hourOf } from '../clock.ts';
import type { MailboxDay } from '../store/mailbox-hours.ts';

/**
 * How many hours are looked at: the one that runs and the 24 before it, so that no 24 hours, wherever they begin, hold
 * more than the limit.
 */
const hoursCounted = 25;

/** The oldest hour that still counts at `now`. */
export const oldestHourCounted = (now: number): number => hourOf(now) - hoursCounted + 1;

/** When an hour no longer counts (epoch ms). */
const fallsOutAt = (hour: number): number => (hour + hoursCounted) * hourMs;

/** The day of a mailbox that sent nothing. */
export const noDay: MailboxDay = { own: 0, delegated: 0, oldestHour: null, oldestDelegatedHour: null };

/** Whether one more may go today; if not, who rests (everybody, or only what others send) and until when (epoch ms). */
export type DayVerdict = 'go' | { rests: 'mailbox' | 'delegated'; until: number };

/** Judges one more send of a mailbox by what its day already holds. Others have their share, the owner has all of it. */
export function judgeDay(
  day: MailboxDay,
  limits: { all: number; delegated: number },
  { delegated }: { delegated: boolean },
): DayVerdict {
  if (day.oldestHour !== null && day.own + day.delegated >= limits.all) {
    return { rests: 'mailbox', until: fallsOutAt(day.oldestHour) };
  }
  if (delegated && day.oldestDelegatedHour !== null && day.delegated >= limits.delegated) {
    return { rests: 'delegated', until: fallsOutAt(day.oldestDelegatedHour) };
  }
  return 'go';
}
