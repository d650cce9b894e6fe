import type { FaultSpec } from '../../demo/google/start.ts';
import { sendPath } from '../system/send-path.ts';
import type { Rig } from './rig.ts';

const send = { path: sendPath };
const token = { path: '/token' };

/** What goes wrong all the time, some twelve in a hundred requests. `slow` is longer than the server waits (1 s). */
const faults: Omit<FaultSpec, 'seed'>[] = [
  { kind: 'tooManyRequests', match: send, probability: 0.008, retryAfter: 1 },
  { kind: 'userRateLimitExceeded', match: send, probability: 0.004 },
  { kind: 'serverError', match: send, probability: 0.008 },
  { kind: 'serverErrorAfter', match: send, probability: 0.05 },
  { kind: 'unavailable', match: send, probability: 0.004, retryAfter: 1 },
  { kind: 'unauthenticated', match: send, probability: 0.005 },
  { kind: 'resetBefore', match: send, probability: 0.008 },
  { kind: 'resetAfter', match: send, probability: 0.015 },
  { kind: 'truncated', match: send, probability: 0.008 },
  { kind: 'slow', match: send, probability: 0.004, ms: 1_400 },
  { kind: 'slowAnswer', match: send, probability: 0.004, ms: 1_400 },
  { kind: 'slow', match: send, probability: 0.3, ms: 25 },
  { kind: 'slow', match: token, probability: 0.3, ms: 60 },
  { kind: 'slow', match: token, probability: 0.04, ms: 700 },
  { kind: 'unavailable', match: token, probability: 0.01 },
  { kind: 'invalidGrant', probability: 0.003 },
];

export async function addStandingFaults({ google }: Rig, seed: number): Promise<void> {
  for (const [i, fault] of faults.entries())
    await google.ask('addFault', { ...fault, seed: (seed + i * 7_919) >>> 0 });
}
