import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

/** What a request over a connection from `socket` with this header counts as. */
async function addressOf(socket: string, forwarded: string | null, hops: number): Promise<string> {
  const app = new Hono().get('/', (c) => c.text(clientAddress(c, hops)));
  const headers: Record<string, string> = forwarded === null ? {} : { 'x-forwarded-for': forwarded };
  const response = await app.request('/', { headers }, { incoming: { socket: { remoteAddress: socket } } });
  return response.text();
}

test.each<[string, string | null, number, string]>([
  ['203.0.113.7', null, 0, '203.0.113.7'],
  ['203.0.113.7', '198.51.100.1', 0, '203.0.113.7'],
  ['203.0.113.7', '198.51.100.1, 10.0.0.1', 0, '203.0.113.7'],
  ['10.0.0.1', '198.51.100.1', 1, '198.51.100.1'],
  ['10.0.0.1', '1.1.1.1, 2.2.2.2, 198.51.100.1', 1, '198.51.100.1'],
  ['10.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.2', 2, '198.51.100.1'],
  // Fewer entries than hops: the farthest that was named.
  ['10.0.0.1', null, 1, '10.0.0.1'],
  ['10.0.0.1', '', 2, '10.0.0.1'],
  ['10.0.0.1', '198.51.100.1', 3, '198.51.100.1'],
])('over %s with X-Forwarded-For %j behind %i hops it is %s', async (socket, forwarded, hops, expected) => {
  expect(await addressOf(socket, forwarded, hops)).toBe(expected);
});

test.each([
  ['unknown', '10.0.0.1'],
  ['198.51.100.1, _hidden', '10.0.0.1'],
  ['<script>', '10.0.0.1'],
  ['198.51.100.1:4711', '198.51.100.1'],
  ['[2001:db8:1:2:3::4]:4711', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2:3::4]', '2001:db8:1:2::/64'],
  ['::ffff:198.51.100.1', '198.51.100.1'],
  ['x'.repeat(10_000), '10.0.0.1'],
])('a proxy that wrote %s means %s', async (forwarded, expected) => {
  expect(await addressOf('10.0.0.1', forwarded, 1)).toBe(expected);
});

test('all addresses of an IPv6 network of 64 bits count as one, the neighbour’s do not', async () => {
  const forms = ['2001:db8:0:1::', '2001:db8::1:0:0:0:1', '2001:0DB8:0000:0001:FFFF:FFFF:FFFF:FFFF'];
  for (const form of forms) expect(await addressOf(form, null, 0)).toBe('2001:db8:0:1::/64');
  expect(await addressOf('2001:db8:0:2::1', null, 0)).toBe('2001:db8:0:2::/64');
});

test('an IPv4 address is the same over a socket that speaks both', async () => {
  expect(await addressOf('::ffff:203.0.113.7', null, 0)).toBe('203.0.113.7');
});

test('without a connection there is still one answer, and a header does not change it', async () => {
  const app = new Hono().get('/', (c) => c.text(clientAddress(c, 0)));
  const headers = { 'x-forwarded-for': '198.51.100.1' };
  expect(await (await app.request('/', { headers })).text()).toBe('unknown');
});
