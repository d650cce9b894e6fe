import { expect, test } from 'vitest';
import type { DayStats } from '../../../shared/api/stats.ts';
import { axisTop, spansOf } from './chart-bars.ts';

const days = (count: number): DayStats[] =>
  Array.from({ length: count }, (_, i) => ({
    day: new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10),
    ...{ sent: i + 1, opened: 1, openMachines: 2, openUnknown: 0, clicked: 0, replied: 0, bounced: 0 },
    ...{ opensLookedAt: 2, clicksLookedAt: 1, repliesLookedAt: i },
  }));
const sum = (spans: readonly { sent: number }[]) => spans.reduce((total, { sent }) => total + sent, 0);

test('a quarter is drawn by days', () => {
  const spans = spansOf(days(90));
  expect(spans).toHaveLength(90);
  expect(spans[1]).toMatchObject({ from: '2026-01-02', to: '2026-01-02', sent: 2 });
});

test.each([93, 365, 366])(
  '%i days are drawn by weeks that end with the last day, and none is lost',
  (count) => {
    const spans = spansOf(days(count));
    expect(spans).toHaveLength(Math.ceil(count / 7));
    expect(spans.at(-1)).toMatchObject({
      to: days(count).at(-1)!.day,
      opened: 7,
      openMachines: 14,
      opensLookedAt: 14,
    });
    expect(spans[0]!.from).toBe('2026-01-01');
    expect(sum(spans)).toBe(sum(days(count)));
  },
);

test('without days there is nothing to draw', () => expect(spansOf([])).toEqual([]));

test.each([
  [0, 5],
  [1, 5],
  [6, 10],
  [10, 10],
  [11, 20],
  [99, 100],
  [101, 200],
  [4_321, 5_000],
])('an axis for %i ends at %i', (most, top) => expect(axisTop(most)).toBe(top));
