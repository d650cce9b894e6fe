import type { WorkingHours } from '../../../shared/domain/working-hours.ts';
import { instantAt, localTimeAt, onDay, weekdayOf, type LocalTime } from './zoned-time.ts';

/**
 * When an email is to go. `at` is an instant (ISO 8601), null for as soon as it can; `hours`, where there are any, are
 * those of `zone`, in which `at` is shown too.
 */
export type Timing = { at: string | null; zone: string; hours: WorkingHours | null };

/** As soon as it can. */
export const now = (zone: string): Timing => ({ at: null, zone, hours: null });
export const isNow = ({ at, hours }: Timing): boolean => at === null && hours === null;

/** What working hours begin as: Monday to Friday, nine to five. */
export const usualHours: WorkingHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };

const morning = '09:00';

/** The times people mean most often, as the clocks of `zone` show them. Monday is left out where it is tomorrow. */
export function presetTimes(nowMs: number, zone: string): { key: 'tomorrow' | 'monday'; local: LocalTime }[] {
  const today = localTimeAt(nowMs, zone);
  const untilMonday = 8 - weekdayOf(today);
  return [
    { key: 'tomorrow', local: onDay(today, 1, morning) },
    ...(untilMonday > 1 ? [{ key: 'monday' as const, local: onDay(today, untilMonday, morning) }] : []),
  ];
}

/** The same time on the clocks of another zone: “nine o’clock” stays nine o’clock. */
export const inZone = ({ at, zone, hours }: Timing, other: string): Timing => ({
  at: at && toInstant(localTimeAt(Date.parse(at), zone), other),
  zone: other,
  hours,
});

/** The instant (ISO 8601) of a local time. */
export const toInstant = (local: LocalTime, zone: string): string =>
  new Date(instantAt(local, zone)).toISOString();

/** What the server is told of it; nothing for as soon as it can. */
export const timingFields = ({ at, zone, hours }: Timing) => ({
  ...(at !== null && { sendAt: at }),
  ...(hours !== null && { zone, hours }),
});
