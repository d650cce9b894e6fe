import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { refuse } from '../../refusal.ts';
import { RefusedRequest } from '../support/answer.ts';
import { bearerToken } from '../support/bearer-token.ts';
import type { AppEnv } from '../support/env.ts';
import { showPage } from '../support/show-page.ts';
import { clientAddress } from './client-address.ts';
import type { MemberRate, RateName } from './rates.ts';

/**
 * Every request takes from one bucket before anything is looked up for it: from its member's while its token is known
 * to be live, so that nobody at the same address can lock a signed-in member out, else from its address's.
 */
export function limitRequests() {
  let isNoted = false;
  return createMiddleware<AppEnv>(async (c, next) => {
    const { path } = c.req;
    // Asked for by load balancers, and costs nothing.
    if (path === '/healthz') return next();
    const { config, log } = c.var.deps;
    if (!isNoted && config.trustedProxyHops === 0 && c.req.header('x-forwarded-for') !== undefined) {
      isNoted = true;
      log.warn(
        'A request came with X-Forwarded-For, which is not read. If a proxy stands in front of this server, set TRUSTED_PROXY_HOPS, or everybody counts as one address.',
      );
    }
    const waitMs = takeFor(c, path);
    if (waitMs === 0) return next();
    const name = pageFor(path);
    if (name === null) throw tooMany(c, waitMs);
    c.header('Retry-After', seconds(waitMs));
    return showPage(c, { name, status: 429 });
  });
}

/** The page for who follows an address in a browser; null where a program asks. */
function pageFor(path: string): 'tooMany' | 'tooManyInEmails' | null {
  if (path === '/auth/start' || path.startsWith('/auth/callback/')) return 'tooMany';
  return path.startsWith('/u/') ? 'tooManyInEmails' : null;
}

function takeFor(c: Context<AppEnv>, path: string): number {
  const { limits, deps } = c.var;
  const token = bearerToken(c);
  // A socket says who it is only in its first frame.
  const hasSession = path.startsWith('/v1/') && c.req.header('upgrade') === undefined;
  const memberId = hasSession && token !== null ? limits.memberBy(token) : null;
  if (memberId !== null) return limits.member(memberId);
  return limits[rateOfAddress(path)](clientAddress(c, deps.config.trustedProxyHops));
}

function rateOfAddress(path: string): RateName {
  if (path.startsWith('/auth/')) return 'signIn';
  return path.startsWith('/u/') ? 'inEmails' : 'address';
}

/** For routes that cost more, or that reach other people: a further bucket of the signed-in member. */
export const limitMember = (rate: MemberRate) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const waitMs = c.var.limits[rate](c.var.session.memberId);
    if (waitMs > 0) throw tooMany(c, waitMs);
    await next();
  });

function tooMany(c: Context<AppEnv>, waitMs: number): RefusedRequest {
  c.header('Retry-After', seconds(waitMs));
  const wait = seconds(waitMs);
  const when = wait === '1' ? 'in a second' : `in ${wait} seconds`;
  return new RefusedRequest(
    refuse('rate_limited', `Too much was asked for in a short time. Nothing was changed; try again ${when}.`),
  );
}

/** Whole seconds, as `Retry-After` wants them (RFC 9110 §10.2.3). */
export const seconds = (ms: number): string => String(Math.ceil(ms / 1000));
