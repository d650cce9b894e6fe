import { createMemory } from '../../bounded-memory.ts';
import type { Clock } from '../../clock.ts';

/** `burst` at once, and from then on `perMinute`. */
export type Rate = { burst: number; perMinute: number };

/** So many keys are told apart at once, which bounds the memory (5 MB); whoever comes back after more is new. */
export const mostKeys = 20_000;

/** Takes one token of a key's bucket: 0 when there was one, else how long until there is (milliseconds). */
export type Take = (key: string) => number;

/**
 * Buckets of tokens, one a key. Of each bucket one number is kept, the instant at which it is full again (the generic
 * cell rate algorithm, ITU-T I.371), so nothing has to run to fill them. A key that was pushed out by others begins
 * with a full bucket; pushing one out takes more keys than anybody has buckets to spend.
 */
export function createBuckets({ burst, perMinute }: Rate, clock: Clock): Take {
  const everyMs = 60_000 / perMinute;
  const emptyMs = burst * everyMs;
  const fullAt = createMemory<number>({ max: mostKeys });
  return (key) => {
    const now = clock();
    const noted = fullAt.get(key) ?? now;
    // No bucket is emptier than empty: a clock that was set back would else lock people out for as long.
    const known = Math.min(noted, now + emptyMs);
    if (known < noted) fullAt.set(key, known);
    const next = Math.max(known, now) + everyMs;
    if (next > now + emptyMs) return next - now - emptyMs;
    fullAt.set(key, next);
    return 0;
  };
}
