import { expect, it } from 'vitest';
import { gmailLimits } from '../sending/pace.ts';
import {
  firstLookMs,
  looksPerMinute,
  nextLook,
  unitsPerDay,
  unitsPerLook,
  unitsPerMinute,
  watchMs,
} from './next-look.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The ages (ms) at which a thread is looked at that nobody answers in, `lag` late each time. */
function looks(lag = 0): number[] {
  const ages: number[] = [];
  let next: number | null = firstLookMs;
  while (next !== null) {
    ages.push(next + lag);
    next = nextLook(0, next + lag);
  }
  return ages;
}
const within = (from: number, to: number, all = looks()) =>
  all.filter((age) => age >= from && age < to).length;

it('looks within minutes in the first hour, hours in the first days, then daily, and ends after thirty days', () => {
  expect(
    looks()
      .slice(0, 8)
      .map((age) => age / minute),
  ).toEqual([2, 5, 10, 20, 40, 80, 160, 320]);
  expect(within(0, hour)).toBe(5);
  expect(within(hour, day)).toBe(5);
  expect(within(day, 3 * day)).toBeGreaterThanOrEqual(7);
  for (const [i, age] of looks().entries()) {
    const pause = age - (looks()[i - 1] ?? 0);
    expect(pause).toBeLessThanOrEqual(day);
    if (age > 12 * hour && age < 3 * day) expect(pause).toBeLessThanOrEqual(10.7 * hour);
  }
  expect(looks().at(-1)).toBe(watchMs);
  expect(looks().length).toBeLessThan(50);
});

it('comes back a minute later at the soonest, however late or early it is', () => {
  for (const age of [-hour, 0, 1, minute, 3 * minute, hour, day, 29 * day, watchMs - 1]) {
    expect(nextLook(0, age)! - age, String(age)).toBeGreaterThanOrEqual(minute);
  }
  expect(nextLook(0, watchMs)).toBeNull();
  expect(nextLook(0, watchMs + 5 * day)).toBeNull();
});

it('costs less than 5 % of a day’s allowance for 1,000 threads, all of them fresh, even at four times the units', () => {
  const unitsADay = within(0, day) * 1_000 * unitsPerLook;
  expect(unitsADay).toBe(100_000);
  expect(unitsADay / unitsPerDay).toBeLessThan(0.012);
  expect((unitsADay * 4) / unitsPerDay).toBeLessThan(0.05);
});

it('costs a fifth of a percent of it for 1,000 threads of mixed ages', () => {
  const perThreadAndDay = looks().length / (watchMs / day);
  const unitsADay = Math.round(perThreadAndDay * 1_000 * unitsPerLook);
  expect(unitsADay).toBeLessThan(17_000);
  expect(unitsADay / unitsPerDay).toBeLessThan(0.002);
});

it('leaves a minute’s sends all they need, and gets through 1,000 fresh threads all the same', () => {
  const sends = (gmailLimits.perMinute - 1) * 100;
  expect(sends + looksPerMinute.sending * unitsPerLook * 4).toBeLessThanOrEqual(unitsPerMinute);
  expect(sends + looksPerMinute.resting * unitsPerLook).toBeLessThanOrEqual(unitsPerMinute);
  expect(looksPerMinute.resting * 24 * 60).toBeGreaterThan(within(0, day) * 1_000);
});
