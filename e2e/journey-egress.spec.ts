import { expect, test } from 'playwright/test';
import type { RecordEntry } from '../demo/google/start.ts';
import { findForeignEgress } from './support/egress.ts';

const base = '/gmail/v1/users/me';
const maya = 'maya@acme.test';
let seq = 0;
const request = (method: string, path: string, more: Partial<RecordEntry> = {}): RecordEntry => ({
  ...{ seq: (seq += 1), at: 0, method, path, query: {}, status: 200, ms: 0, email: maya },
  ...more,
});
const sent = request('POST', `${base}/messages/send`, {
  messageId: 'm1',
  send: { behalfId: 's1' } as RecordEntry['send'] & object,
});
const headers = { query: { format: 'metadata' } };

test('what Behalf may ask the provider for passes', () => {
  const allowed = [
    request('POST', '/token'),
    request('GET', `${base}/profile`),
    sent,
    request('GET', `${base}/messages/m1`, headers),
  ];
  expect(findForeignEgress(allowed)).toEqual([]);
});

for (const [what, entry] of [
  ['a list of messages', request('GET', `${base}/messages`)],
  ['a search', request('GET', `${base}/messages`, { query: { q: 'salary' } })],
  ['a list of threads', request('GET', `${base}/threads`)],
  ['a message nobody of ours sent', request('GET', `${base}/messages/m2`, headers)],
  [
    'our message asked for in another mailbox',
    request('GET', `${base}/messages/m1`, { ...headers, email: 'x@acme.test' }),
  ],
  ['the body of our own message', request('GET', `${base}/messages/m1`, { query: { format: 'full' } })],
  ['a send without our mark', request('POST', `${base}/messages/send`)],
] as const) {
  test(`${what} is found`, () => {
    expect(findForeignEgress([sent, entry])).toHaveLength(1);
  });
}
