import { createHmac, randomBytes } from 'node:crypto';
import { createMemory } from '../bounded-memory.ts';
import { hourMs, type Clock } from '../clock.ts';

const dayMs = 24 * hourMs;
/** So many are remembered with their hash, until the day ends: most pictures are asked for by a handful of proxies. */
const mostKnown = 2_000;

/**
 * Tells apart who asks, for a day at most: by a hash of network address and agent under a key that is made at random
 * each day (UTC), held in memory alone and then forgotten. Nobody can find an address from it, or from two of them
 * that they are the same one's on two days. Each process tells visitors apart for itself.
 */
export function createVisitors(clock: Clock): (address: string, userAgent: string) => string {
  let known = createMemory<string>({ max: mostKnown });
  let [endsAt, beganAt, key] = [0, 0, Buffer.alloc(0)];
  return (address, userAgent) => {
    const now = clock();
    if (now >= endsAt || now < beganAt) {
      beganAt = Math.floor(now / dayMs) * dayMs;
      endsAt = beganAt + dayMs;
      key = randomBytes(32);
      known = createMemory({ max: mostKnown });
    }
    const who = `${address}\n${userAgent}`;
    const remembered = known.get(who);
    if (remembered !== undefined) return remembered;
    const visitor = createHmac('sha256', key).update(who).digest().subarray(0, 12).toString('base64url');
    known.set(who, visitor);
    return visitor;
  };
}
