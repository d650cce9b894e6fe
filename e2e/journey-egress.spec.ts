import { expect } from 'playwright/test';
import type { RecordEntry } from '../demo/google/start.ts';
import { findForeignEgress } from './support/egress.ts';
import { test } from './support/workers.ts';

const base = '/gmail/v1/users/me';
const maya = 'maya@acme.test';
let seq = 0;
const request = (method: string, path: string, more: Partial<RecordEntry> = {}): RecordEntry => ({
  ...{ seq: (seq += 1), at: 0, method, path, query: {}, status: 200, ms: 0, email: maya },
  ...more,
});
const sent = request('POST', `${base}/messages/send`, {
  messageId: 'm1',
  threadId: 't1',
  send: { behalfId: 's1' } as RecordEntry['send'] & object,
});
const headers = { query: { format: 'metadata', metadataHeaders: 'Message-ID' } };
const thread = {
  format: 'metadata',
  metadataHeaders:
    'From,Return-Path,Content-Type,Auto-Submitted,Precedence,X-Auto-Response-Suppress,X-Autoreply,X-Autorespond,X-Failed-Recipients,X-MS-Exchange-Message-Is-Ndr',
  fields: 'messages/id,messages/internalDate,messages/labelIds,messages/payload/headers',
};
/** One whose answer never arrived: its mailbox may be looked into. */
const cut = request('POST', `${base}/messages/send`, {
  email: 'lost@acme.test',
  status: 0,
  send: { behalfId: 's2' } as RecordEntry['send'] & object,
});
const look = { email: 'lost@acme.test' };
const since = { startHistoryId: '7', labelId: 'SENT', historyTypes: 'messageAdded', maxResults: '500' };
const newest = { labelIds: 'SENT', includeSpamTrash: 'true', maxResults: '100', pageToken: '2' };
const mark = {
  format: 'metadata',
  metadataHeaders: 'X-Behalf-Id',
  fields: 'id,threadId,internalDate,payload/headers',
};
const history = request('GET', `${base}/history`, { ...look, query: since, listed: ['m7'] });

test('what Behalf may ask the provider for passes', () => {
  const allowed = [
    request('POST', '/token'),
    request('GET', `${base}/profile`),
    sent,
    request('GET', `${base}/messages/m1`, headers),
    request('GET', `${base}/threads/t1`, { query: thread }),
    cut,
    history,
    request('GET', `${base}/messages`, { ...look, query: newest, listed: ['m8'] }),
    request('GET', `${base}/messages/m7`, { ...look, query: mark }),
    request('GET', `${base}/messages/m8`, { ...look, query: mark }),
  ];
  expect(findForeignEgress(allowed)).toEqual([]);
});

for (const [what, entry] of [
  ['a list of messages', request('GET', `${base}/messages`, look)],
  ['a search', request('GET', `${base}/messages`, { ...look, query: { ...newest, q: 'salary' } })],
  [
    'a list of what was received',
    request('GET', `${base}/messages`, { ...look, query: { ...newest, labelIds: 'INBOX' } }),
  ],
  [
    'the history of all that happened',
    request('GET', `${base}/history`, { ...look, query: { startHistoryId: '7' } }),
  ],
  [
    'the history of what was received',
    request('GET', `${base}/history`, { ...look, query: { ...since, labelId: 'INBOX' } }),
  ],
  ['a look into a mailbox without an interrupted send', request('GET', `${base}/history`, { query: since })],
  ['a look before the interruption', request('GET', `${base}/history`, { ...look, query: since, at: -1 })],
  ['a list of threads', request('GET', `${base}/threads`)],
  ['a thread nobody of ours sent in', request('GET', `${base}/threads/t2`, { query: thread })],
  ['our thread in another mailbox', request('GET', `${base}/threads/t1`, { ...look, query: thread })],
  ['the whole of our thread', request('GET', `${base}/threads/t1`)],
  ['the words of our thread', request('GET', `${base}/threads/t1`, { query: { ...thread, format: 'full' } })],
  [
    'the subjects of our thread',
    request('GET', `${base}/threads/t1`, {
      query: { ...thread, metadataHeaders: `${thread.metadataHeaders},Subject` },
    }),
  ],
  [
    'the snippets of our thread',
    request('GET', `${base}/threads/t1`, { query: { ...thread, fields: 'messages' } }),
  ],
  ['a message nobody of ours sent', request('GET', `${base}/messages/m2`, headers)],
  ['a mark that no listing led to', request('GET', `${base}/messages/m2`, { ...look, query: mark })],
  ['a mark that another mailbox’s listing led to', request('GET', `${base}/messages/m7`, { query: mark })],
  [
    'another header of a listed message',
    request('GET', `${base}/messages/m7`, { ...look, query: { ...mark, metadataHeaders: 'Subject' } }),
  ],
  [
    'more than the mark of a listed message',
    request('GET', `${base}/messages/m7`, { ...look, query: { ...mark, fields: 'snippet' } }),
  ],
  [
    'our message asked for in another mailbox',
    request('GET', `${base}/messages/m1`, { ...headers, email: 'x@acme.test' }),
  ],
  ['the body of our own message', request('GET', `${base}/messages/m1`, { query: { format: 'full' } })],
  ['a send without our mark', request('POST', `${base}/messages/send`)],
] as const) {
  test(`${what} is found`, () => {
    expect(findForeignEgress([sent, cut, history, entry])).toHaveLength(1);
  });
}

test('a mailbox whose interruption left no trace may be looked into when it is named', () => {
  const untraced = request('GET', `${base}/history`, { query: since });
  expect(findForeignEgress([untraced])).toHaveLength(1);
  expect(findForeignEgress([untraced], [maya])).toEqual([]);
});
