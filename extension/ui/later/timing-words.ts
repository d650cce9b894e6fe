import type { Client } from '../client.ts';
import { isNow, type Timing } from './timing.ts';
import { cityOf } from './zoned-time.ts';

type Reader = { text: Client['text']; language: string; now: number };

const weekMs = 6 * 24 * 60 * 60_000;

/** When an email goes, in a few words (“Thu 09:00 (Berlin)”); empty for as soon as it can. */
export function timingWords({ at, zone, hours }: Timing, reader: Reader): string {
  if (isNow({ at, zone, hours })) return '';
  const { text, language } = reader;
  const parts = [
    ...(at === null ? [] : [dayAndTime(at, zone, reader)]),
    ...(hours ? [text('later_within', clockTime(hours.from, language), clockTime(hours.to, language))] : []),
  ];
  return text('later_in_place', parts.join(', '), cityOf(zone));
}

/** A moment with the place whose clocks are meant: “Thu 09:00 (Berlin)”, with its date from a week ahead on. */
export const momentWords = (at: string, zone: string, reader: Reader): string =>
  reader.text('later_in_place', dayAndTime(at, zone, reader), cityOf(zone));

function dayAndTime(at: string, zone: string, { text, language, now }: Reader): string {
  const isNear = Math.abs(Date.parse(at) - now) < weekMs;
  const date = new Date(at);
  const day = new Intl.DateTimeFormat(language, {
    timeZone: zone,
    weekday: 'short',
    ...(!isNear && { day: 'numeric', month: 'short' }),
  });
  const time = new Intl.DateTimeFormat(language, { timeZone: zone, timeStyle: 'short' });
  return text('later_moment', day.format(date), time.format(date));
}

/** A time of a working day (`09:00`) as the person's language writes it. */
export const clockTime = (time: string, language: string): string =>
  new Intl.DateTimeFormat(language, { timeZone: 'UTC', timeStyle: 'short' }).format(
    new Date(`1970-01-01T${time}Z`),
  );
