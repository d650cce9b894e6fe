import { hashToken } from '../../accounts/opaque-token.ts';
import { createMemory } from '../../bounded-memory.ts';
import type { Clock } from '../../clock.ts';
import { createBuckets, mostKeys, type Take } from './buckets.ts';
import { createPlaces, type Enter } from './places.ts';
import { mostFeeds, rates, type RateName } from './rates.ts';

/** What the limits of one server remember; nothing of it is written down, and each process keeps its own. */
export type Limits = Record<RateName, Take> & {
  /** The member whose session a token lately was, or null: says whose bucket to take from, and never who may do what. */
  memberBy(token: string): string | null;
  /** What the database last said about a token: whose live session it is, or (null) nobody's. */
  learn(token: string, memberId: string | null): void;
  /** Live feeds that a member has open at once. */
  feed: Enter;
};

/** @param factor multiplies every rate (`RATE_LIMIT_FACTOR`) */
export function createLimits(clock: Clock, factor: number): Limits {
  const buckets = (name: RateName): Take => {
    const { burst, perMinute } = rates[name];
    return createBuckets({ burst: Math.max(1, burst * factor), perMinute: perMinute * factor }, clock);
  };
  const members = createMemory<string>({ max: mostKeys });
  return {
    address: buckets('address'),
    signIn: buckets('signIn'),
    inEmails: buckets('inEmails'),
    member: buckets('member'),
    submit: buckets('submit'),
    batch: buckets('batch'),
    ask: buckets('ask'),
    connect: buckets('connect'),
    feed: createPlaces(mostFeeds),
    memberBy: (token) => members.get(hashToken(token)) ?? null,
    learn(token, memberId) {
      if (memberId === null) members.delete(hashToken(token));
      else members.set(hashToken(token), memberId);
    },
  };
}
