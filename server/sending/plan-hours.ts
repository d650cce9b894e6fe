import { Temporal } from 'temporal-polyfill';
import type { WorkingHours } from '../../shared/domain/working-hours.ts';

// Temporal, since it has words for what has to be decided where clocks are changed, and is the platform's own one day.

const localTime = (instant: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);

/** How far ahead hours are looked for: hours of one weekday may fall into the gap of a change of the clocks. */
const horizonDays = 15;

/** Whether the clock in `zone` stands within the hours at `instant` (epoch ms). */
export function isWithinHours({ days, from, to }: WorkingHours, zone: string, instant: number): boolean {
  const at = localTime(instant, zone);
  const clock = at.toPlainTime().toString({ smallestUnit: 'minute' });
  return days.includes(at.dayOfWeek) && from <= clock && clock < to;
}

/**
 * The first instant (epoch ms) that is not before `instant` and at which the clock in `zone` stands within the hours.
 * Hours that a change of the clocks skips begin later or not at all that day; what it repeats is within them twice.
 */
export function nextWithinHours(hours: WorkingHours, zone: string, instant: number): number {
  if (isWithinHours(hours, zone, instant)) return instant;
  const begins = beginnings(hours, zone, instant).filter((begin) => begin > instant);
  const next = begins.sort((a, b) => a - b).find((begin) => isWithinHours(hours, zone, begin));
  if (next === undefined) throw new Error('Working hours that never come.');
  return next;
}

/** All instants at which a clock can enter the hours: when it first shows their beginning, and when it is changed. */
function beginnings({ from }: WorkingHours, zone: string, instant: number): number[] {
  const today = localTime(instant, zone).toPlainDate();
  const begins: number[] = [];
  for (let day = 0; day <= horizonDays; day += 1) {
    const begin = today.add({ days: day }).toPlainDateTime(from);
    for (const disambiguation of ['earlier', 'later'] as const)
      begins.push(begin.toZonedDateTime(zone, { disambiguation }).epochMilliseconds);
  }
  const change = localTime(instant, zone).getTimeZoneTransition('next');
  return change === null ? begins : [...begins, change.epochMilliseconds];
}

/** The same time of day as at `instant` in `zone`, so many days later; in a gap of the clocks it moves forward. */
export const daysLater = (instant: number, zone: string, days: number): number =>
  localTime(instant, zone).add({ days }).epochMilliseconds;

/** The day the calendar in `zone` shows, as `YYYY-MM-DD`. */
export const localDay = (instant: number, zone: string): string =>
  localTime(instant, zone).toPlainDate().toString();

/**
 * The instant at which the clock in `zone` shows a local time such as `2026-11-25T09:00`. One that a change of the
 * clocks skips moves forward by what was skipped; of one that is shown twice it is the earlier.
 */
export const instantOf = (local: string, zone: string): number =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(zone, { disambiguation: 'compatible' })
    .epochMilliseconds;
