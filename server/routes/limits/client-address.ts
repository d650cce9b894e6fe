import type { HttpBindings } from '@hono/node-server';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';

/** What of a request tells who asks; a Hono context is one. */
export type Asked = {
  readonly env: unknown;
  readonly req: { readonly method: string; header(name: string): string | undefined };
};

/**
 * Who a request comes from, as far as an address can say: an IPv4 address, or the /64 network of an IPv6 one, which is
 * the least that one customer gets (RFC 6177 §2). Of `X-Forwarded-For` only what `trustedHops` proxies of our own
 * appended is believed: each adds at the right whom it heard, so everything further left is the client's to invent.
 * With 0 the header is not read at all.
 */
export function clientAddress(c: Asked, trustedHops: number): string {
  const bindings = c.env as Partial<HttpBindings> | undefined;
  const socket = bindings?.incoming?.socket.remoteAddress ?? '';
  const header = trustedHops === 0 ? '' : (c.req.header('x-forwarded-for') ?? '');
  const chain = [socket, ...(header === '' ? [] : header.split(',').reverse())];
  const believed = chain.slice(0, trustedHops + 1).reverse();
  // What a proxy could not name ("unknown") leaves the nearest that is known.
  for (const hop of believed) {
    const network = networkOf(hop.trim());
    if (network !== null) return network;
  }
  return 'unknown';
}

/** The same few proxies ask for most of what is asked for. */
const known = new LRUCache<string, { network: string | null }>({ max: 2_000 });

function networkOf(hop: string): string | null {
  const remembered = known.get(hop);
  if (remembered) return remembered.network;
  const network = readNetwork(hop);
  if (hop.length < 100) known.set(hop, { network });
  return network;
}

function readNetwork(hop: string): string | null {
  // Some proxies write a port: "203.0.113.7:4711", "[2001:db8::1]:4711".
  const address = /^\[(.*)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
  if (!ipaddr.isValid(address)) return null;
  // An IPv4 address in IPv6 clothes (::ffff:203.0.113.7) is that IPv4 address.
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  const prefix = parsed.parts.slice(0, 4).map((part) => part.toString(16));
  return `${prefix.join(':')}::/64`;
}
