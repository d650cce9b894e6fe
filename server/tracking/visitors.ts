import { createHmac, randomBytes } from 'node:crypto';
import { utcDay, type Clock } from '../clock.ts';

/**
 * Tells apart who asks, for a day at most: by a hash of network address and agent under a key that is made at random
 * each day (UTC), held in memory alone and then forgotten. Nobody can find an address from it, or from two of them
 * that they are the same one's on two days. Each process tells visitors apart for itself.
 */
export function createVisitors(clock: Clock): (address: string, userAgent: string) => string {
  let today = { day: '', key: Buffer.alloc(0) };
  return (address, userAgent) => {
    const day = utcDay(clock());
    if (day !== today.day) today = { day, key: randomBytes(32) };
    const hash = createHmac('sha256', today.key).update(`${address}\n${userAgent}`).digest();
    return hash.subarray(0, 12).toString('base64url');
  };
}
