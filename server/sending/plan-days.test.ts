import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { WorkingHours } from '../../shared/domain/working-hours.ts';
import { utcDay } from '../clock.ts';
import { placeUnderCap, type Wish } from './plan-days.ts';
import { isWithinHours } from './plan-hours.ts';

const day = 86_400_000;
const utc = (text: string): number => Date.parse(`${text}Z`);
const wish = (dueAt: string, more: Partial<Wish> = {}): Wish => ({
  ...{ dueAt: utc(dueAt), zone: null, hours: null },
  ...more,
});
const times = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);
const room =
  (cap: number, used: Record<string, number> = {}) =>
  (usageDay: string) =>
    cap - (used[usageDay] ?? 0);
const dueOf = (places: ReturnType<typeof placeUnderCap>) =>
  places.map((place) => place && new Date(place.dueAt).toISOString().slice(0, 16));

it('fills the day that is wished, then the following ones at the same time, over what others have used', () => {
  const wishes = times(6, wish('2026-11-25T10:00'));
  const left = room(2, { '2026-11-25': 1, '2026-11-27': 2 });
  expect(dueOf(placeUnderCap(wishes, { left, maxDays: 30 }))).toEqual([
    ...['2026-11-25T10:00', '2026-11-26T10:00', '2026-11-26T10:00'],
    ...['2026-11-28T10:00', '2026-11-28T10:00', '2026-11-29T10:00'],
  ]);
});

it('keeps the local time over a change of the clocks, and counts in UTC days', () => {
  const wishes = times(2, wish('2026-10-24T22:30', { zone: 'Europe/Berlin' }));
  const places = placeUnderCap(wishes, { left: room(1), maxDays: 30 });
  expect(places.map((place) => place?.usageDay)).toEqual(['2026-10-24', '2026-10-25']);
  expect(dueOf(places)).toEqual(['2026-10-24T22:30', '2026-10-25T23:30']);
});

it('passes over days that are none of its hours’', () => {
  const hours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };
  const friday = wish('2026-11-27T14:00', { zone: 'UTC', hours });
  expect(dueOf(placeUnderCap(times(3, friday), { left: room(1), maxDays: 30 }))).toEqual([
    ...['2026-11-27T14:00', '2026-11-30T14:00', '2026-12-01T14:00'],
  ]);
});

it('finds none beyond the last day it may', () => {
  const wishes = times(4, wish('2026-11-25T10:00'));
  expect(dueOf(placeUnderCap(wishes, { left: room(1), maxDays: 2 }))).toEqual([
    ...['2026-11-25T10:00', '2026-11-26T10:00', '2026-11-27T10:00', null],
  ]);
});

it('never places more on a day than it has room for, never earlier than wished, and wastes no day', () => {
  const wishes = fc.array(
    fc.record({
      dueAt: fc.integer({ min: 0, max: 10 }).map((days) => utc('2026-10-20T10:00') + days * day),
      zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Tokyo'),
      hours: fc.constantFrom<WorkingHours | null>(null, { days: [1, 3, 5], from: '00:00', to: '23:59' }),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(wishes, fc.integer({ min: 0, max: 4 }), fc.array(fc.nat(5)), (asked, cap, usage) => {
      const left = (usageDay: string) =>
        Math.max(0, cap - (usage[Math.abs(Date.parse(usageDay) / day) % (usage.length || 1)] ?? 0));
      const places = placeUnderCap(asked, { left, maxDays: 30 });
      const counts = new Map<string, number>();
      for (const [i, place] of places.entries()) {
        if (place === null) continue;
        const { dueAt, zone, hours } = asked[i]!;
        expect(place.dueAt).toBeGreaterThanOrEqual(dueAt);
        expect(place.usageDay).toBe(utcDay(place.dueAt));
        const moved = place.dueAt !== dueAt;
        if (moved && hours) expect(isWithinHours(hours, zone, place.dueAt)).toBe(true);
        if (moved) expect(counts.get(utcDay(dueAt)) ?? 0).toBeGreaterThanOrEqual(left(utcDay(dueAt)));
        counts.set(place.usageDay, (counts.get(place.usageDay) ?? 0) + 1);
      }
      for (const [usageDay, count] of counts) expect(count).toBeLessThanOrEqual(left(usageDay));
    }),
  );
});
