/** Units with the seconds from which they are used: days and weeks go on as long as they are the clearer word. */
const steps: [unit: Intl.RelativeTimeFormatUnit, seconds: number, from: number][] = [
  ['year', 31_536_000, 31_536_000],
  ['month', 2_592_000, 7_776_000],
  ['week', 604_800, 1_209_600],
  ['day', 86_400, 86_400],
  ['hour', 3_600, 3_600],
  ['minute', 60, 60],
];

/** “3 days ago”, “in 2 hours”, “now”: `instant` (ISO 8601) seen from `now` (ms), in `language`. */
export function relativeTime(instant: string, now: number, language: string): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const step = steps.find(([, , from]) => Math.abs(seconds) >= from);
  return step ? format.format(Math.trunc(seconds / step[1]), step[0]) : format.format(0, 'second');
}

/** The exact time in the person's own zone, with the zone named: what stands behind a relative time. */
export const exactTime = (instant: string, language: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(instant));

/** “3 March”, with the year only when it is another one than now's. */
export function dayOf(instant: string, now: number, language: string, timeZone?: string): string {
  const yearOf = (date: Date) => new Intl.DateTimeFormat('en', { year: 'numeric', timeZone }).format(date);
  const date = new Date(instant);
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'long',
    ...(yearOf(date) !== yearOf(new Date(now)) && { year: 'numeric' }),
    timeZone,
  }).format(date);
}

/** The person's own flavour of the catalogue's language (“en-GB” for “en”), so that dates read as they are used to. */
export const flavourOf = (language: string, preferred: readonly string[]): string =>
  preferred.find((tag) => tag === language || tag.startsWith(`${language}-`)) ?? language;
