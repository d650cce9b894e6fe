import { expect, test } from 'vitest';
import { batch } from '../gallery/people.ts';
import { heapsOf, isUnderWay, standingOf } from './batch-counts.ts';

test('every email of a batch lies in one of three heaps', () => {
  const counts = {
    held: 1,
    queued: 2,
    sending: 3,
    sent: 4,
    failed: 5,
    uncertain: 6,
    cancelled: 7,
    blocked: 8,
    rejected: 9,
  };
  const { sent, ended, open } = heapsOf({ counts });
  expect({ sent, ended, open }).toEqual({ sent: 4, ended: 29, open: 12 });
  expect(sent + ended + open).toBe(Object.values(counts).reduce((sum, count) => sum + count, 0));
});

test('one that waits for approval is said to', () => {
  expect(standingOf(batch({ held: 3 }))).toBe('held');
  expect(standingOf(batch({ queued: 3 }))).toBe('running');
  expect(standingOf(batch({ held: 3 }, { state: 'paused' }))).toBe('paused');
});

test('what is cancelled or done is not under way', () => {
  expect(
    ['running', 'paused', 'cancelled', 'done'].map((state) =>
      isUnderWay(batch({}, { state: state as 'done' })),
    ),
  ).toEqual([true, true, false, false]);
});
