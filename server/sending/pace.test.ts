import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourMs, hourOf } from '../clock.ts';
import { createPace, gmailLimits, nextPaceAt, paceAtBehind, type Pace } from './pace.ts';
import type { MailboxDay } from '../store/mailbox-hours.ts';
import { judgeDay, oldestHourCounted } from './pace-day.ts';

const minuteMs = 60_000;
/** Some instant: 0, where a mailbox that never sent stands, is long before any of ours. */
const began = 1_790_000_000_000;
const perMinute = fc.integer({ min: 1, max: 500 });
/** Pauses between one claim that could be made and the next: mostly none, so that the limits are really met. */
const pauses = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 3_000 }) },
    { weight: 1, arbitrary: fc.integer({ min: 3_000, max: 200_000 }) },
  ),
  { minLength: 1, maxLength: 400 },
);

/** The instants of sends, each as soon as pace and pause allow. */
function sendsAt(pace: Pace, waits: readonly number[], start = began): number[] {
  let [now, paceAt] = [start, 0];
  return waits.map((wait) => {
    now = Math.max(now + wait, paceAt);
    paceAt = nextPaceAt(pace, paceAt, now);
    return now;
  });
}

/** The most of the instants that lie in one window of that length, wherever it begins. */
function mostWithin(instants: readonly number[], windowMs: number): number {
  let [most, first] = [0, 0];
  for (const [last, instant] of instants.entries()) {
    while (instants[first]! <= instant - windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

describe('the pace of a minute', () => {
  const limited = (limit: number) => createPace({ ...gmailLimits, perMinute: limit });

  it('never lets more go in any minute than the limit', () => {
    fc.assert(
      fc.property(perMinute, pauses, (limit, waits) => {
        expect(mostWithin(sendsAt(limited(limit), waits), minuteMs)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('keeps to it at the provider too, where a claim arrives whenever it likes before the next one is made', () => {
    const delays = fc.array(fc.nat(90_000), { minLength: 400, maxLength: 400 });
    fc.assert(
      fc.property(perMinute, pauses, delays, (limit, waits, late) => {
        fc.pre(limit > 1);
        const pace = limited(limit);
        let [now, paceAt] = [began, 0];
        const arrivals = waits.map((wait, i) => {
          now = Math.max(now + wait, paceAt);
          paceAt = nextPaceAt(pace, paceAt, now);
          now += late[i]! % 7 === 0 ? late[i]! : 0;
          return now;
        });
        expect(mostWithin(arrivals, minuteMs)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('starves nobody: after one interval there is always room for one more', () => {
    fc.assert(
      fc.property(perMinute, pauses, (limit, waits) => {
        const pace = limited(limit);
        let [now, paceAt] = [began, 0];
        for (const wait of waits) {
          now = Math.max(now + wait, paceAt);
          paceAt = nextPaceAt(pace, paceAt, now);
          expect(paceAt).toBeLessThanOrEqual(now + pace.intervalMs);
        }
      }),
    );
  });

  it("lets twenty go at once and then one every 1.5 s, by Gmail's figures", () => {
    const instants = sendsAt(createPace(gmailLimits), Array<number>(60).fill(0));
    expect(instants.slice(0, 20).every((instant) => instant === began)).toBe(true);
    expect(instants.slice(19, 24).map((instant) => instant - began)).toEqual([0, 1_500, 3_000, 4_500, 6_000]);
  });

  it('tells the one behind others the very instant that it goes at, when all go as soon as they may', () => {
    fc.assert(
      fc.property(perMinute, fc.integer({ min: 1, max: 100 }), (limit, count) => {
        const pace = limited(limit);
        const instants = sendsAt(pace, Array<number>(count).fill(0));
        const told = paceAtBehind(pace, nextPaceAt(pace, 0, began), count - 2);
        if (count > 1) expect(instants.at(-1)).toBe(Math.max(began, told));
      }),
    );
  });

  it('is none when the limit is very high: a thousand go within the second', () => {
    const instants = sendsAt(limited(1_000_000), Array<number>(1_000).fill(0));
    expect(instants.at(-1)).toBe(began);
  });
});

describe('the day of a mailbox', () => {
  it('is longer for Google Workspace than for a personal account, and a tenth of it is the owner’s alone', () => {
    const pace = createPace(gmailLimits);
    expect(pace.dayOf('maya@acme.test')).toEqual({ all: 2_000, delegated: 1_800 });
    expect(pace.dayOf('maya@GMAIL.com')).toEqual({ all: 500, delegated: 450 });
    expect(pace.dayOf('maya@googlemail.com')).toEqual({ all: 500, delegated: 450 });
  });

  /** What `mailbox_hours` does, kept here as a list. */
  const dayAt = (sent: readonly { at: number; delegated: boolean }[], now: number): MailboxDay => {
    const counted = sent.filter(({ at }) => hourOf(at) >= oldestHourCounted(now));
    const others = counted.filter(({ delegated }) => delegated);
    const oldest = (some: typeof counted) =>
      some.length > 0 ? Math.min(...some.map(({ at }) => hourOf(at))) : null;
    return {
      own: counted.length - others.length,
      delegated: others.length,
      oldestHour: oldest(counted),
      oldestDelegatedHour: oldest(others),
    };
  };
  const dayPauses = fc.oneof(
    { weight: 6, arbitrary: fc.nat(hourMs / 10) },
    { weight: 2, arbitrary: fc.nat(4 * hourMs) },
    { weight: 2, arbitrary: fc.integer({ min: 22 * hourMs, max: 24 * hourMs }) },
  );
  const asked = fc.array(fc.record({ pause: dayPauses, delegated: fc.boolean() }), { maxLength: 150 });
  const limits = fc
    .record({ all: fc.integer({ min: 1, max: 25 }), reserve: fc.nat(20) })
    .map(({ all, reserve }) => ({ all, delegated: Math.max(1, all - reserve) }));

  it('never holds more than the limit in any 24 hours, and never more of others than their share', () => {
    fc.assert(
      fc.property(asked, limits, fc.nat(hourMs * 24), (asking, limit, start) => {
        const sent: { at: number; delegated: boolean }[] = [];
        let now = start;
        for (const { pause, delegated } of asking) {
          now += pause;
          if (judgeDay(dayAt(sent, now), limit, { delegated }) === 'go') sent.push({ at: now, delegated });
        }
        const instants = sent.map(({ at }) => at);
        const ofOthers = sent.filter((one) => one.delegated).map(({ at }) => at);
        expect(mostWithin(instants, 24 * hourMs)).toBeLessThanOrEqual(limit.all);
        expect(mostWithin(ofOthers, 24 * hourMs)).toBeLessThanOrEqual(limit.delegated);
      }),
    );
  });

  it('starves nobody: whoever rests may go at the instant they were told, which is at most 25 hours away', () => {
    fc.assert(
      fc.property(asked, limits, (asking, limit) => {
        const sent: { at: number; delegated: boolean }[] = [];
        let now = 0;
        for (const { pause, delegated } of asking) {
          now += pause;
          const verdict = judgeDay(dayAt(sent, now), limit, { delegated });
          if (verdict === 'go') sent.push({ at: now, delegated });
          else {
            expect(verdict.until - now).toBeGreaterThan(0);
            expect(verdict.until - now).toBeLessThanOrEqual(25 * hourMs);
            expect(judgeDay(dayAt(sent, verdict.until), limit, { delegated })).not.toEqual(verdict);
          }
        }
      }),
    );
  });

  it('stops what others send at their share and lets the owner go on to the whole limit', () => {
    const day = { own: 0, delegated: 9, oldestHour: 100, oldestDelegatedHour: 100 };
    const limit = { all: 10, delegated: 9 };
    expect(judgeDay(day, limit, { delegated: true })).toEqual({ rests: 'delegated', until: 125 * hourMs });
    expect(judgeDay(day, limit, { delegated: false })).toBe('go');
    expect(judgeDay({ ...day, own: 1 }, limit, { delegated: false })).toEqual({
      rests: 'mailbox',
      until: 125 * hourMs,
    });
  });
});
