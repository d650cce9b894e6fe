import { expect, test } from 'vitest';
import { createBuckets, mostKeys } from './buckets.ts';

function bucketsOf(burst: number, perMinute: number) {
  const at = { now: 1_800_000_000_000 };
  const take = createBuckets({ burst, perMinute }, () => at.now);
  /** How many of `count` takes find a token. */
  const takeMany = (key: string, count: number) =>
    Array.from({ length: count }, () => take(key)).filter((waitMs) => waitMs === 0).length;
  return { at, take, takeMany };
}

test('a burst is let through, then as many a minute as the rate says, and a rest fills the bucket to the burst', () => {
  const { at, takeMany } = bucketsOf(10, 60);
  expect(takeMany('a', 25)).toBe(10);
  at.now += 5_000;
  expect(takeMany('a', 25)).toBe(5);
  at.now += 3_600_000;
  expect(takeMany('a', 25)).toBe(10);
});

test('the wait that is told is the wait there is, and asking meanwhile does not make it longer', () => {
  const { at, take, takeMany } = bucketsOf(3, 2);
  expect(takeMany('a', 3)).toBe(3);
  expect([take('a'), take('a'), take('a')]).toEqual([30_000, 30_000, 30_000]);
  at.now += 29_999;
  expect(take('a')).toBe(1);
  at.now += 1;
  expect(take('a')).toBe(0);
});

test('what one key spends is no other’s loss', () => {
  const { takeMany } = bucketsOf(5, 60);
  expect([takeMany('a', 9), takeMany('b', 9)]).toEqual([5, 5]);
});

test('a clock that is set back locks nobody out for longer than an empty bucket does', () => {
  const { at, take, takeMany } = bucketsOf(10, 60);
  expect(takeMany('a', 10)).toBe(10);
  at.now -= 86_400_000;
  expect(take('a')).toBe(1_000);
  at.now += 1_000;
  expect(take('a')).toBe(0);
  at.now += 10_000;
  expect(takeMany('a', 25)).toBe(10);
});

test('only so many keys are kept: whoever came longest ago is forgotten first', () => {
  const { take, takeMany } = bucketsOf(1, 1);
  for (let i = 0; i <= mostKeys; i += 1) take(`key-${i}`);
  expect(takeMany(`key-${mostKeys}`, 1)).toBe(0);
  expect(takeMany('key-1', 1)).toBe(0);
  expect(takeMany('key-0', 1)).toBe(1);
});
