import type { HttpBindings } from '@hono/node-server';
import type { Asking } from '../../tracking/tracker.ts';
import { clientAddress, type Asked } from '../limits/client-address.ts';

/** What tells who asks, as far as a request says it. */
export const askingOf = (c: Asked, trustedProxyHops: number): Asking => ({
  userAgent: userAgentOf(c),
  isHead: c.req.method === 'HEAD',
  address: clientAddress(c, trustedProxyHops),
});

/** As Node has read it, where there is a socket: a `Headers` made for this one takes longer than all the rest. */
const userAgentOf = (c: Asked): string =>
  ((c.env as Partial<HttpBindings> | undefined)?.incoming?.headers['user-agent'] ??
    c.req.header('user-agent')) ||
  '';
