/** A time on the clocks of some place, as a `datetime-local` field has it: `2026-11-25T09:00`. */
export type LocalTime = string;

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The time on the clocks of `zone` (IANA) at an instant (epoch ms). */
export function localTimeAt(at: number, zone: string): LocalTime {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at);
  const { year, month, day, hour, minute } = Object.fromEntries(
    parts.map(({ type, value }) => [type, value]),
  );
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

/**
 * The instant (epoch ms) at which the clocks of `zone` show `local`. A time that clocks jump over in spring is read as
 * if they had not jumped; one that they show twice in autumn is the first of the two (as Temporal's “compatible” has it).
 */
export function instantAt(local: LocalTime, zone: string): number {
  const asUtc = Date.parse(`${local}Z`);
  const [before, after] = [asUtc - dayMs, asUtc + dayMs].map((near) => asUtc - offsetAt(near, zone)) as [
    number,
    number,
  ];
  const shown = [before, after].filter((at) => localTimeAt(at, zone) === local);
  return shown.length > 0 ? Math.min(...shown) : before;
}

/** How far the clocks of `zone` are ahead of UTC (ms), to the minute. */
const offsetAt = (at: number, zone: string): number =>
  Date.parse(`${localTimeAt(at, zone)}Z`) - Math.floor(at / minuteMs) * minuteMs;

/** The calendar day `days` after the one of `local`, at `clock` (`09:00`). */
export const onDay = (local: LocalTime, days: number, clock: string): LocalTime => {
  const day = new Date(Date.parse(`${local.slice(0, 10)}T00:00Z`) + days * dayMs);
  return `${day.toISOString().slice(0, 10)}T${clock}`;
};

/** The ISO weekday of a local time: 1 is Monday. */
export const weekdayOf = (local: LocalTime): number =>
  new Date(`${local.slice(0, 10)}T00:00Z`).getUTCDay() || 7;

/** The person's own time zone. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The place a zone is called after: “New York”. */
export const cityOf = (zone: string): string => zone.split('/').at(-1)!.replaceAll('_', ' ');
