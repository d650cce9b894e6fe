import { createMemory } from '../bounded-memory.ts';

/** So many pairs of a browser and a member are kept, each for so long (milliseconds) after its last request. */
const mostKept = 50_000;
const keptMs = 12 * 3_600_000;

/** The browsers that members are signed in with, to tell when one of them asks for what stands in an email. */
export type OwnBrowsers = {
  notice(memberId: string, visitor: string): void;
  isOf(memberId: string, visitor: string): boolean;
};

/**
 * Remembers them in memory alone, by the same hash that tells visitors apart (`visitors.ts`), so at most until the day
 * (UTC) ends. Each process knows those that asked it for something.
 */
export function createOwnBrowsers(): OwnBrowsers {
  const seen = createMemory<true>({ max: mostKept, ttl: keptMs });
  return {
    notice: (memberId, visitor) => seen.set(`${memberId} ${visitor}`, true),
    isOf: (memberId, visitor) => seen.has(`${memberId} ${visitor}`),
  };
}
