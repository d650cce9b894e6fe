import * as fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { kindOf } from '../history/draw.ts';
import { sendPath } from '../system/send-path.ts';
import type { Rig } from './rig.ts';

const kinds = [
  'tooManyRequests',
  'userRateLimitExceeded',
  'serverError',
  'serverErrorAfter',
  'unavailable',
  'unauthenticated',
  'resetBefore',
  'resetAfter',
  'truncated',
] as const;

/** For a while every second send comes to grief in one way. */
export const burstOfFaults = kindOf({
  name: 'a burst of faults',
  weight: 4,
  drawn: fc.record({
    kind: fc.constantFrom(...kinds),
    forMs: fc.integer({ min: 50, max: 300 }),
    seed: fc.nat(),
  }),
  async run({ google }: Rig, { kind, forMs, seed }) {
    const match = { path: sendPath };
    const id = await google.ask('addFault', { kind, seed, match, probability: 0.5, retryAfter: 1 });
    await pause(forMs);
    await google.ask('endFault', id);
  },
});
