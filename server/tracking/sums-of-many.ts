import { createMemory } from '../bounded-memory.ts';
import { dayMs, startOfDay, utcDay } from '../clock.ts';
import type { Db } from '../store/store.ts';
import { countRecipientsAround } from '../store/tracked-sends.ts';
import type { LockedTracked } from '../store/tracking-hits.ts';
import type { Hit } from './classify/judge-hit.ts';

/**
 * Sums are shown by day and by the two people. One over fewer recipients than these, those who objected left out, would
 * tell what one of them did, so what they do is not counted.
 */
export const fewestInSum = 5;

/** So many sums are remembered to be over many, each for so long (milliseconds): recipients may object meanwhile. */
const [mostRemembered, rememberedMs] = [10_000, 60_000];

/** Whether a hit goes into a sum over many recipients; asked in the unit of work that counts it. */
export type IsOfMany = (q: Db, of: LockedTracked, hit: Pick<Hit, 'kind' | 'at'>) => Promise<boolean>;

export function createIsOfMany(): IsOfMany {
  const many = createMemory<true>({ max: mostRemembered, ttl: rememberedMs });
  return async (q, { send }, { kind, at }) => {
    const { requestorId, acceptorId, sentAt, firedAt } = send;
    const went = sentAt ?? firedAt ?? at;
    const day = utcDay(went);
    const side = kind === 'open' ? 'opens' : 'clicks';
    const key = [requestorId, acceptorId, day, side].join(' ');
    if (many.has(key)) return true;
    const from = startOfDay(day);
    const sum = { requestorId, acceptorId, side, from, until: from + dayMs } as const;
    const isMany = (await countRecipientsAround(q, went, sum, fewestInSum)) >= fewestInSum;
    if (isMany) many.set(key, true);
    return isMany;
  };
}
