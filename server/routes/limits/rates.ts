import type { Rate } from './buckets.ts';

/**
 * What one address, and one member, may do before they are asked to wait. Far above what people do: a company of three
 * hundred behind one address can sign in within a minute, and nobody writes an email a second.
 * `RATE_LIMIT_FACTOR` multiplies them all.
 */
export const rates = {
  /** An address, for all that is asked without a session that is known to be live. */
  address: { burst: 600, perMinute: 300 },
  /** An address, for `/auth/*`: sign-ins take three requests, refreshing one in 15 minutes and session. */
  signIn: { burst: 900, perMinute: 120 },
  /** An address, for what stands in emails. All pictures in Gmail are asked for by a handful of proxies. */
  inEmails: { burst: 6_000, perMinute: 3_000 },
  /** A member, for everything. */
  member: { burst: 600, perMinute: 600 },
  /** A member's emails; how many may go out is for the terms' daily cap to say. */
  submit: { burst: 120, perMinute: 60 },
  /** A member's batches, and looks at what one would do: each is worth up to a thousand emails' work. */
  batch: { burst: 60, perMinute: 30 },
  /** What asks other people for something: requests, grants, invitations. Each lands in front of somebody. */
  ask: { burst: 60, perMinute: 2 },
  /** Consents begun: each is remembered for a while. */
  connect: { burst: 20, perMinute: 4 },
} as const satisfies Record<string, Rate>;

/** Live feeds of one member at once: one a browser, and one a window of the web console. */
export const mostFeeds = 20;

export type RateName = keyof typeof rates;
/** The rates a route may name beside `member`. */
export type MemberRate = Exclude<RateName, 'address' | 'signIn' | 'inEmails' | 'member'>;
