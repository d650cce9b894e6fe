import { randomUUID } from 'node:crypto';
import { googleError, json, notFound, type Reply } from './errors.ts';

/** What can go wrong on demand. */
export const faultKinds = [
  'tooManyRequests',
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'dailyLimitExceeded',
  'serverError',
  'serverErrorAfter',
  'unavailable',
  'unauthenticated',
  'notFound',
  'invalidGrant',
  'resetBefore',
  'resetAfter',
  'truncated',
  'slow',
  'slowAnswer',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export type FaultSpec = {
  kind: FaultKind;
  /** Which requests: all conditions must hold. `path` is a part of the path, or a regular expression in slashes. */
  match?: { method?: string; path?: string; email?: string };
  /** How many matching requests are hit; without it all are, until the fault is cleared. */
  times?: number;
  /** The chance that a matching request is hit, 0 to 1; drawn from `seed`, so that a run can be repeated. */
  probability?: number;
  seed?: number;
  /** Seconds, for `tooManyRequests` and `unavailable`. */
  retryAfter?: number;
  /** Milliseconds, for `slow` (before Gmail handles it) and `slowAnswer` (after). */
  ms?: number;
};

/** A fault that stands, and how often it hit so far. */
export type Fault = FaultSpec & { id: string; hits: number };

export type FaultSubject = { method: string; path: string; email?: string; refresh: boolean };

/** The faults that stand at the moment. Several may hit one request: first the delays, then what ends it. */
export class Faults {
  #standing: { fault: Fault; random: () => number }[] = [];

  add(spec: FaultSpec): Fault {
    if (!faultKinds.includes(spec.kind)) throw new RangeError(`kind must be one of ${faultKinds.join(', ')}`);
    const fault = { ...spec, id: randomUUID(), hits: 0 };
    this.#standing.push({ fault, random: seededRandom(spec.seed ?? 1) });
    return fault;
  }

  list(): Fault[] {
    return this.#standing.map(({ fault }) => fault);
  }

  /** Ends one fault, or all. */
  clear(id?: string): void {
    this.#standing = id === undefined ? [] : this.#standing.filter(({ fault }) => fault.id !== id);
  }

  /** The faults that hit this request; counts them. At most one that ends it. */
  draw(subject: FaultSubject): Fault[] {
    if (this.#standing.length === 0) return [];
    const hits: Fault[] = [];
    for (const { fault, random } of this.#standing) {
      const delays = fault.kind === 'slow' || fault.kind === 'slowAnswer';
      if (!delays && hits.some(({ kind }) => kind !== 'slow' && kind !== 'slowAnswer')) continue;
      if (fault.hits >= (fault.times ?? Infinity) || !matches(fault, subject)) continue;
      if (fault.probability !== undefined && random() >= fault.probability) continue;
      fault.hits += 1;
      hits.push(fault);
    }
    return hits;
  }
}

function matches({ kind, match }: Fault, subject: FaultSubject): boolean {
  if (kind === 'invalidGrant' && !subject.refresh) return false;
  if (kind !== 'invalidGrant' && match?.path === undefined && !subject.path.includes('/gmail/')) return false;
  if (match === undefined) return true;
  if (match.method !== undefined && match.method.toUpperCase() !== subject.method) return false;
  if (match.email !== undefined && match.email.toLowerCase() !== subject.email) return false;
  if (match.path === undefined) return true;
  const expression = /^\/(.+)\/$/.exec(match.path)?.[1];
  return expression === undefined || !/[\\^$.*+?()[\]{}|]/.test(expression)
    ? subject.path.includes(match.path)
    : new RegExp(expression).test(subject.path);
}

/** Google's answer for a fault, if it is one that answers. */
export function faultReply(fault: Fault): Reply | undefined {
  const wait = String(fault.retryAfter ?? 1);
  switch (fault.kind) {
    case 'tooManyRequests': {
      const until = new Date(Date.now() + Number(wait) * 1000).toISOString();
      const message = `User-rate limit exceeded.  Retry after ${until}`;
      return limit(429, message, 'rateLimitExceeded', 'RESOURCE_EXHAUSTED', { 'retry-after': wait });
    }
    case 'rateLimitExceeded':
      return limit(403, 'Rate Limit Exceeded', 'rateLimitExceeded');
    case 'userRateLimitExceeded':
      return limit(403, 'User Rate Limit Exceeded', 'userRateLimitExceeded');
    case 'dailyLimitExceeded':
      return limit(403, 'Daily Limit Exceeded', 'dailyLimitExceeded');
    case 'serverError':
      return backendError();
    case 'unavailable':
      return googleError(
        {
          code: 503,
          message: 'The service is currently unavailable.',
          reason: 'backendError',
          status: 'UNAVAILABLE',
        },
        fault.retryAfter === undefined ? {} : { 'retry-after': wait },
      );
    case 'unauthenticated':
      return googleError({
        code: 401,
        message: 'Invalid Credentials',
        reason: 'authError',
        status: 'UNAUTHENTICATED',
      });
    case 'notFound':
      return notFound();
    case 'invalidGrant':
      return json(400, {
        error: 'invalid_grant',
        error_description: 'Token has been expired or revoked.',
      });
    default:
      return undefined;
  }
}

/** What is answered instead of the true answer, after Gmail has done what it was asked for. */
export const lateFaultReply = (fault: Fault): Reply | undefined =>
  fault.kind === 'serverErrorAfter' ? backendError() : undefined;

const backendError = (): Reply =>
  googleError({ code: 500, message: 'Backend Error', reason: 'backendError', status: 'INTERNAL' });

function limit(
  code: number,
  message: string,
  reason: string,
  status = 'PERMISSION_DENIED',
  headers: Record<string, string> = {},
): Reply {
  return googleError({ code, message, reason, status, domain: 'usageLimits' }, headers);
}

/** mulberry32: small, and the same on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
