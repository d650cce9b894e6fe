import { describe, expect, it } from 'vitest';
import type { SealedLook } from '../mail/sealed-mail.ts';
import { conclusiveAfterMs, maxLooks, staleAfterMs } from './look-times.ts';
import { endLook } from './reconcile-end.ts';

const firedAt = 1_700_000_000_000;
const message = { sealedMessageId: Buffer.from('m'), sealedThreadId: Buffer.from('t'), at: firedAt };
const send = { id: 's', firedAt, looks: 1, reattempts: 0 };
const absent: SealedLook = { found: new Map(), end: 'whole', retryAfterMs: null };
const found: SealedLook = { ...absent, found: new Map([['s', message]]) };
const unmade = (end: SealedLook['end'], retryAfterMs: number | null = null): SealedLook => ({
  ...absent,
  end,
  retryAfterMs,
});
const sureAt = firedAt + conclusiveAfterMs;
const end = (over: Partial<Parameters<typeof endLook>[0]>) =>
  endLook({ send, look: absent, lookedAt: sureAt, canLook: true, ...over });

describe('endLook', () => {
  it('believes what was found at any time, however the look ended', () => {
    for (const lookedAt of [firedAt, sureAt, firedAt + 10 * staleAfterMs]) {
      expect(end({ look: found, lookedAt })).toEqual({ end: 'found', message });
      expect(end({ look: { ...found, end: 'incomplete' }, lookedAt, canLook: false }).end).toBe('found');
    }
  });

  it('waits more than six minutes before absence tells, a second less tells nothing', () => {
    expect(conclusiveAfterMs).toBeGreaterThanOrEqual(6 * 60_000);
    expect(end({ lookedAt: sureAt - 1000 })).toEqual({ end: 'later', nextLookAt: sureAt });
    expect(end({ lookedAt: sureAt })).toEqual({ end: 'again' });
  });

  it('makes one new attempt and no second one', () => {
    expect(end({ send: { ...send, reattempts: 1 } })).toEqual({ end: 'failed' });
    expect(end({ send: { ...send, reattempts: 2 } })).toEqual({ end: 'failed' });
  });

  it('makes no new attempt of what nobody expects any more', () => {
    expect(end({ lookedAt: firedAt + staleAfterMs })).toEqual({ end: 'again' });
    expect(end({ lookedAt: firedAt + staleAfterMs + 1 })).toEqual({ end: 'failed' });
  });

  it('concludes nothing from a look that was not made to its end', () => {
    for (const made of [unmade('incomplete'), unmade('unauthorised')]) {
      expect(end({ look: made, lookedAt: firedAt + 20 * 60_000 }).end).toBe('later');
      expect(end({ look: made, lookedAt: firedAt + 20 * 60_000, send: { ...send, reattempts: 1 } }).end).toBe(
        'later',
      );
    }
  });

  it('waits longer after each look, half an hour at most, and as long as the provider asks for', () => {
    const waits = [1, 2, 3, 9, 20].map((looks) => {
      const at = end({ look: unmade('incomplete'), send: { ...send, looks } });
      return at.end === 'later' ? (at.nextLookAt - sureAt) / 1000 : null;
    });
    expect(waits).toEqual([10, 20, 40, 1800, 1800]);
    expect(end({ look: unmade('incomplete', 7_200_000) })).toEqual({
      end: 'later',
      nextLookAt: sureAt + 7_200_000,
    });
  });

  it('looks no later than when it can tell', () => {
    expect(end({ lookedAt: sureAt - 5000, send: { ...send, looks: 8 } })).toEqual({
      end: 'later',
      nextLookAt: sureAt,
    });
  });

  it('asks the owner after about a day of looks that could not be made, and where it may not look', () => {
    let waited = 0;
    for (let looks = 1; looks < maxLooks; looks += 1) {
      const then = end({ look: unmade('incomplete'), send: { ...send, looks }, lookedAt: firedAt + waited });
      expect(then.end).toBe('later');
      waited = then.end === 'later' ? then.nextLookAt - firedAt : waited;
    }
    const last = { look: unmade('incomplete'), send: { ...send, looks: maxLooks } };
    expect(end(last)).toEqual({ end: 'owner' });
    expect(waited / 3_600_000).toBeGreaterThan(23);
    expect(waited / 3_600_000).toBeLessThan(25);
    expect(end({ look: unmade('forbidden'), canLook: false })).toEqual({ end: 'owner' });
    expect(end({ canLook: false })).toEqual({ end: 'owner' });
  });
});
