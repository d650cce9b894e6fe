import { expect, test } from 'vitest';
import { clockAhead } from './clock-ahead.ts';

const made = Date.parse('2026-03-01T12:00:00Z');
const tell = (askedAt: number, answeredAt: number) =>
  clockAhead(new Date(made).toISOString(), made + askedAt, made + answeredAt);

test('clocks that may agree are taken to agree, however long the answer took', () => {
  expect(tell(-100, 200)).toBe(0);
  expect(tell(-8_000, 1)).toBe(0);
});

test('a clock that is ahead or behind is told to within the time the answer took', () => {
  expect(tell(3_600_000, 3_600_300)).toBe(3_600_000);
  expect(tell(-3_600_300, -3_600_000)).toBe(-3_600_000);
});
