import { describe, expect, test } from 'vitest';
import { dayOf, exactTime, flavourOf, relativeTime } from './times.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const relative = (instant: string) => relativeTime(instant, now, 'en-GB');

describe('a relative time', () => {
  test.each([
    ['2026-03-01T11:59:40Z', 'now'],
    ['2026-03-01T11:15:00Z', '45 minutes ago'],
    ['2026-03-01T15:00:00Z', 'in 3 hours'],
    ['2026-02-28T12:00:00Z', 'yesterday'],
    ['2026-02-20T12:00:00Z', '9 days ago'],
    ['2026-02-01T12:00:00Z', '4 weeks ago'],
    ['2025-03-01T12:00:00Z', 'last year'],
  ])('of %s reads “%s”', (instant, words) => expect(relative(instant)).toBe(words));

  test('is written in the catalogue’s language', () =>
    expect(relativeTime('2026-03-01T15:00:00Z', now, 'de')).toBe('in 3 Stunden'));
});

test('the exact time names its zone, and is in the person’s own', () => {
  expect(exactTime('2026-03-01T12:00:00Z', 'en-GB', 'Asia/Tokyo')).toMatch(
    /Sun.* 1 March 2026.* 21:00 GMT\+9/,
  );
});

test('a day carries its year only when that is another one', () => {
  expect(dayOf('2026-03-03T12:00:00Z', now, 'en-GB', 'UTC')).toBe('3 March');
  expect(dayOf('2027-03-03T12:00:00Z', now, 'en-GB', 'UTC')).toBe('3 March 2027');
});

test('a day is the person’s own day, not UTC’s', () => {
  expect(dayOf('2026-03-03T22:30:00Z', now, 'en-GB', 'Asia/Tokyo')).toBe('4 March');
});

test('dates follow the person’s own flavour of the catalogue’s language, and no other language', () => {
  expect(flavourOf('en', ['de-DE', 'en-GB', 'en-US'])).toBe('en-GB');
  expect(flavourOf('en', ['de-DE'])).toBe('en');
});
