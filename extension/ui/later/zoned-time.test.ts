import { describe, expect, test } from 'vitest';
import { instantAt, localTimeAt, onDay, weekdayOf } from './zoned-time.ts';

const iso = (local: string, zone: string) => new Date(instantAt(local, zone)).toISOString();

describe('a local time is an instant', () => {
  test.each([
    ['2026-11-25T09:00', 'Europe/Berlin', '2026-11-25T08:00:00.000Z'],
    ['2026-07-25T09:00', 'Europe/Berlin', '2026-07-25T07:00:00.000Z'],
    ['2026-11-25T09:00', 'America/New_York', '2026-11-25T14:00:00.000Z'],
    ['2026-11-25T09:00', 'Asia/Kolkata', '2026-11-25T03:30:00.000Z'],
    ['2026-11-25T00:00', 'Pacific/Kiritimati', '2026-11-24T10:00:00.000Z'],
    ['2026-11-25T23:59', 'UTC', '2026-11-25T23:59:00.000Z'],
  ])('%s in %s', (local, zone, instant) => {
    expect(iso(local, zone)).toBe(instant);
    expect(localTimeAt(Date.parse(instant), zone)).toBe(local);
  });

  test('one that clocks jump over in spring is read as if they had not jumped', () =>
    expect(iso('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z'));

  test('one that they show twice in autumn is the first of the two', () =>
    expect(iso('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z'));

  test('nine o’clock on the days of the change is nine o’clock', () => {
    expect(iso('2026-03-29T09:00', 'Europe/Berlin')).toBe('2026-03-29T07:00:00.000Z');
    expect(iso('2026-10-25T09:00', 'Europe/Berlin')).toBe('2026-10-25T08:00:00.000Z');
    expect(iso('2026-11-01T09:00', 'America/New_York')).toBe('2026-11-01T14:00:00.000Z');
  });
});

test('days are counted over the ends of months and years', () => {
  expect(onDay('2026-12-31T18:00', 1, '09:00')).toBe('2027-01-01T09:00');
  expect(onDay('2028-02-28T18:00', 1, '09:00')).toBe('2028-02-29T09:00');
});

test('weeks begin on Monday', () => {
  expect(weekdayOf('2026-11-23T09:00')).toBe(1);
  expect(weekdayOf('2026-11-29T09:00')).toBe(7);
});
