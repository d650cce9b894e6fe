import type { Context } from 'hono';
import type { Asking } from '../../tracking/tracker.ts';
import { clientAddress } from '../limits/client-address.ts';
import type { AppEnv } from './env.ts';

/** What tells who asks, as far as a request says it. */
export const askingOf = (c: Context<AppEnv>): Asking => ({
  userAgent: c.req.header('user-agent') ?? '',
  isHead: c.req.method === 'HEAD',
  address: clientAddress(c, c.var.deps.config.trustedProxyHops),
});
