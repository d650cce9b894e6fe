import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WorkingHours } from '../../shared/domain/working-hours.ts';
import { isRefusal } from '../refusal.ts';
import { daysLater, instantOf, isWithinHours, nextWithinHours } from './plan-hours.ts';
import { planSend, type Plan } from './plan-send.ts';

const [minute, day] = [60_000, 86_400_000];
const utc = (text: string): number => Date.parse(`${text}Z`);
const office: WorkingHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' };

// The other way to the same answer: what the platform's own clock shows, quarter of an hour by quarter of an hour.
const clocks = new Map<string, Intl.DateTimeFormat>();
function shows(zone: string, instant: number): { day: number; clock: string } {
  const format =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
  clocks.set(zone, format);
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  return { day: names.indexOf(part.weekday!) + 1, clock: `${part.hour}:${part.minute}` };
}
function within({ days, from, to }: WorkingHours, zone: string, instant: number): boolean {
  const { day: weekday, clock } = shows(zone, instant);
  return days.includes(weekday) && clock >= from && clock < to;
}

const quarter = fc.integer({ min: 0, max: 95 });
const clockOf = (quarters: number): string => new Date(quarters * 15 * minute).toISOString().slice(11, 16);
const hours = fc
  .tuple(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }), quarter, quarter)
  .filter(([, from, to]) => from < to)
  .map(([days, from, to]) => ({ days, from: clockOf(from), to: clockOf(to) }));
const changing = [
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns', 'Africa/Cairo'],
  ...['Asia/Kathmandu', 'UTC', 'Pacific/Apia', 'America/Santiago', 'Africa/Casablanca'],
];
/** Within a few days of changes of the clocks, in both directions and halves of the world. */
const around = fc
  .tuple(
    fc.constantFrom('2026-03-08', '2026-03-29', '2026-04-05', '2026-10-25', '2026-11-01'),
    fc.integer({ min: -300, max: 300 }),
  )
  .map(([date, quarters]) => utc(`${date}T00:00`) + quarters * 15 * minute);

describe('working hours', () => {
  it('are found exactly where the clocks on the wall show them first, also while clocks are changed', () => {
    fc.assert(
      fc.property(hours, fc.constantFrom(...changing), around, (asked, zone, instant) => {
        const next = nextWithinHours(asked, zone, instant);
        let first = instant;
        while (!within(asked, zone, first)) first += 15 * minute;
        expect(new Date(next).toISOString()).toBe(new Date(first).toISOString());
        expect(isWithinHours(asked, zone, next)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['before they begin', '2026-11-25T05:00', '2026-11-25T08:00'],
    ['within them', '2026-11-25T12:34:56.789', '2026-11-25T12:34:56.789'],
    ['in the last minute', '2026-11-25T15:59:59.999', '2026-11-25T15:59:59.999'],
    ['when they end', '2026-11-25T16:00', '2026-11-26T08:00'],
    ['on a Friday evening', '2026-11-27T18:00', '2026-11-30T08:00'],
  ])('%s', (_when, instant, next) => {
    expect(nextWithinHours(office, 'Europe/Berlin', utc(instant))).toBe(utc(next));
  });

  it('that the change of the clocks skips begin when the clock has moved, or a week later', () => {
    const sunday = (from: string, to: string) => ({ days: [7], from, to });
    const before = utc('2026-03-28T12:00');
    expect(nextWithinHours(sunday('02:15', '04:00'), 'Europe/Berlin', before)).toBe(utc('2026-03-29T01:00'));
    expect(nextWithinHours(sunday('02:15', '02:45'), 'Europe/Berlin', before)).toBe(utc('2026-04-05T00:15'));
  });

  it('that are shown twice are within them twice', () => {
    const night = { days: [7], from: '02:00', to: '02:30' };
    const [first, second] = [utc('2026-10-25T00:00'), utc('2026-10-25T01:00')];
    expect(nextWithinHours(night, 'Europe/Berlin', first - day)).toBe(first);
    expect(nextWithinHours(night, 'Europe/Berlin', first + 45 * minute)).toBe(second);
  });
});

describe('a local time', () => {
  it.each([
    ['ordinary', '2026-11-25T09:00', '2026-11-25T08:00'],
    ['skipped in spring: moved forward', '2026-03-29T02:30', '2026-03-29T01:30'],
    ['shown twice in autumn: the earlier', '2026-10-25T02:30', '2026-10-25T00:30'],
  ])('%s', (_which, local, instant) => {
    expect(instantOf(local, 'Europe/Berlin')).toBe(utc(instant));
  });

  it('is the same one on later days, whatever the clocks do in between', () => {
    expect(daysLater(utc('2026-03-28T08:00'), 'Europe/Berlin', 1)).toBe(utc('2026-03-29T07:00'));
    expect(daysLater(utc('2026-10-24T07:00'), 'Europe/Berlin', 1)).toBe(utc('2026-10-25T08:00'));
    expect(daysLater(utc('2026-03-28T01:30'), 'Europe/Berlin', 1)).toBe(utc('2026-03-29T01:30'));
  });
});

describe('a plan', () => {
  const now = utc('2026-11-25T12:00');
  const undoMs = 10_000;
  const planned = (asked: Parameters<typeof planSend>[0], at = now): Plan => {
    const plan = planSend(asked, { now: at, undoMs });
    if (isRefusal(plan)) throw new Error(plan.message);
    return plan;
  };

  it('for now is due when it can be undone no longer', () => {
    expect(planned({})).toEqual({
      ...{ plannedAt: now, dueAt: now + undoMs, undoUntil: now + undoMs, zone: null, hours: null },
    });
  });

  it('for a past time is for now', () => {
    for (const sendAt of ['2020-01-01T00:00:00Z', '0001-01-01T00:00:00-12:00', '2026-11-25T13:00:00+02:00'])
      expect(planned({ sendAt })).toEqual(planned({}));
    expect(planned({ sendAt: '2026-11-25T09:00', zone: 'Europe/Berlin' }).plannedAt).toBe(now);
  });

  it('says the same instant by offset and by zone', () => {
    const byZone = planned({ sendAt: '2026-12-01T09:00', zone: 'America/New_York' });
    const byOffset = planned({ sendAt: '2026-12-01T09:00:00-05:00', zone: 'America/New_York' });
    expect(byZone).toEqual(byOffset);
    expect(byZone.plannedAt).toBe(utc('2026-12-01T14:00'));
  });

  it('keeps the time that was asked for, and is due within the hours after it', () => {
    const plan = planned({ sendAt: '2026-11-28T10:00', zone: 'Europe/Berlin', hours: office });
    expect([plan.plannedAt, plan.dueAt]).toEqual([utc('2026-11-28T09:00'), utc('2026-11-30T08:00')]);
  });

  it('whose undo window ends after the hours waits for the next ones', () => {
    const late = utc('2026-11-25T15:59:55');
    expect(planned({ zone: 'Europe/Berlin', hours: office }, late).dueAt).toBe(utc('2026-11-26T08:00'));
  });

  it.each([
    ['a local time without its zone', { sendAt: '2026-12-01T09:00' }],
    ['hours without their zone', { hours: office }],
    ['more than a year ahead', { sendAt: '2027-11-27T12:00:01Z' }],
    ['more than a year ahead, locally', { sendAt: '9999-12-31T23:59', zone: 'Asia/Tokyo' }],
  ])('is refused for %s', (_what, asked) => {
    expect(planSend(asked, { now, undoMs })).toMatchObject({ refused: 'invalid_request' });
  });

  it('is due at the first instant within its hours that is neither before it was planned nor undoable', () => {
    const offsets = fc.integer({ min: -5 * day, max: 360 * day });
    fc.assert(
      fc.property(hours, fc.constantFrom(...changing), around, offsets, (asked, zone, at, offset) => {
        const sendAt = new Date(at + offset).toISOString();
        const plan = planned({ sendAt, zone, hours: asked }, at);
        expect(plan.plannedAt).toBe(Math.max(at, at + offset));
        const from = Math.max(at + undoMs, plan.plannedAt);
        expect(plan.dueAt).toBeGreaterThanOrEqual(from);
        expect(within(asked, zone, plan.dueAt)).toBe(true);
        expect(plan.dueAt === from || !within(asked, zone, plan.dueAt - 1)).toBe(true);
        expect(plan.dueAt - from).toBeLessThan(15 * day);
      }),
      { numRuns: 300 },
    );
  });
});
