import { describe, expect, it } from 'vitest';
import { backOffMs, endAttempt, maxAttempts } from './attempt-end.ts';

describe('endAttempt', () => {
  it('repeats only what the provider surely did not accept', () => {
    expect(endAttempt({ outcome: 'limited', retryAfterMs: 60_000 }, 1, 0)).toMatchObject({
      end: 'retry',
      afterMs: 60_000,
      restMailbox: true,
    });
    expect(endAttempt({ outcome: 'notReached' }, 1, 0)).toMatchObject({ end: 'retry' });
    expect(endAttempt({ outcome: 'unauthorised' }, 1, 0)).toMatchObject({ end: 'retry', afterMs: 0 });
    expect(endAttempt({ outcome: 'unclear' }, 1, 0)).toEqual({ end: 'uncertain' });
    expect(endAttempt({ outcome: 'refused', reason: 'recipient' }, 1, 0)).toEqual({
      end: 'failed',
      why: 'recipient_refused',
    });
  });

  it('gives up after the last attempt and says why', () => {
    expect(endAttempt({ outcome: 'limited', retryAfterMs: null }, maxAttempts, 0)).toEqual({
      end: 'failed',
      why: 'provider_limit',
    });
  });

  it('never lets an unclear outcome be repeated, however early', () => {
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      expect(endAttempt({ outcome: 'unclear' }, attempt, 0.5).end).toBe('uncertain');
    }
  });

  it('waits longer after each attempt, with jitter and a ceiling of half an hour', () => {
    expect(backOffMs(1, 0)).toBe(1000);
    expect(backOffMs(1, 0.999)).toBeLessThan(3001);
    expect(backOffMs(30, 0.999)).toBeLessThanOrEqual(30 * 60_000 + 1000);
  });
});
