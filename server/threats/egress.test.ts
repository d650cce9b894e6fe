import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { gmailMethods } from '../../demo/google/scopes.ts';
import { startGoogle } from '../../demo/google/start.ts';
import { EgressRefused, guardedFetch, permits, threadHeaders, type Permit } from '../mail/egress.ts';
import { googleEndpoints } from '../mail/gmail/endpoints.ts';
import { createGmail } from '../mail/gmail/mail.ts';
import { googleIdentity } from '../mail/gmail/oauth.ts';

const origin = 'https://gmail.googleapis.com';
const messageId = '18c2f0a1b2c3d4e5';
const listed = '18c2f0a1b2c3d4e6';
const threadId = '18c2f0a1b2c3d4e7';
const startHistoryId = '98765432109876543210';
const everyPermit: Permit[] = [
  { kind: 'oauth' },
  { kind: 'profile' },
  { kind: 'send' },
  { kind: 'ownMessageHeaders', messageId },
  { kind: 'ownThread', threadId },
  { kind: 'sentHistory', startHistoryId },
  { kind: 'sentList' },
  { kind: 'sentMark', listed: new Set([listed]) },
];

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Every path of Gmail's REST interface, of each user and of the upload and batch doors beside it. */
const gmailPaths = [
  ...new Set(
    gmailMethods.map(({ pattern }) =>
      pattern.source
        .replace(/^\^\\?\/\(\?:upload\\?\/\)\?/, '/')
        .replaceAll('\\/', '/')
        .replace('([^/]+)', 'USER')
        .replaceAll('[^/]+', 'ID')
        .replace(/\$$/, ''),
    ),
  ),
].flatMap((path) => [path, `/upload${path}`, `/resumable/upload${path}`, `/batch${path}`]);

const verbs = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** What each permit may ask with, in the spelling Google's client gives it. */
const mark = '?format=metadata&metadataHeaders=X-Behalf-Id&fields=id,threadId,internalDate,payload/headers';
/** Spelt out, so that a header more is noticed. */
const thread = `?format=metadata&metadataHeaders=From&metadataHeaders=Return-Path&metadataHeaders=Content-Type&metadataHeaders=Auto-Submitted&metadataHeaders=Precedence&metadataHeaders=X-Auto-Response-Suppress&metadataHeaders=X-Autoreply&metadataHeaders=X-Autorespond&metadataHeaders=X-Failed-Recipients&metadataHeaders=X-MS-Exchange-Message-Is-Ndr&fields=messages/id,messages/internalDate,messages/labelIds,messages/payload/headers`;
const history = `?startHistoryId=${startHistoryId}&labelId=SENT&historyTypes=messageAdded`;
const sentList = '?labelIds=SENT&includeSpamTrash=true';
const good = ['', '?format=metadata&metadataHeaders=Message-ID', mark, thread, history, sentList];
const paged = [history, sentList].flatMap((query) =>
  ['&maxResults=500', '&pageToken=abc', '&maxResults=500&pageToken=abc'].map((page) => query + page),
);
const strangers = [
  ...['q=in:inbox', 'alt=media', 'format=full', 'fields=*', 'metadataHeaders=Subject', 'labelIds=INBOX'],
  ...[
    'labelId=INBOX',
    'historyTypes=labelAdded',
    'startHistoryId=1',
    'includeSpamTrash=false',
    '__proto__=x',
  ],
  ...['access_token=x', 'maxResults=1&maxResults=2', 'constructor=x', 'labelIds[]=INBOX', 'FORMAT=full'],
];

/** Every good query, and its neighbours: a parameter less, one twice, one with another value, one more. */
const queries = [
  ...new Set(
    [...good, ...paged].flatMap((query) => {
      const parts = query.slice(1).split('&').filter(Boolean);
      const ask = (some: readonly string[]) => (some.length > 0 ? `?${some.join('&')}` : '');
      return [
        query,
        ...parts.flatMap((part, i) => [
          ask(parts.filter((_, j) => j !== i)),
          ask([...parts, part]),
          ask(parts.with(i, `${part}x`)),
          ask(parts.with(i, `${part.split('=')[0]}=`)),
        ]),
        ...strangers.flatMap((stranger) => [ask([...parts, stranger]), ask([stranger, ...parts])]),
      ];
    }),
  ),
];

test('of all that Gmail offers exactly seven requests pass, each under its own permit', () => {
  expect(gmailPaths.length).toBeGreaterThan(80);
  expect(queries.length).toBeGreaterThan(300);
  const passed = new Set<string>();
  let asked = 0;
  const walk = (
    paths: readonly string[],
    users: readonly string[],
    ids: readonly string[],
    with_: readonly string[],
  ) => {
    for (const permit of everyPermit)
      for (const path of paths)
        for (const user of users)
          for (const id of ids)
            for (const method of verbs)
              for (const query of with_) {
                const url = new URL(path.replace('USER', user).replaceAll('ID', id) + query, origin);
                asked += 1;
                if (permits(permit, method, url))
                  passed.add(`${permit.kind}: ${method} ${url.pathname}${query}`);
              }
  };
  const everywhere = [...gmailPaths, '/batch', '/batch/gmail/v1', '/gmail/v1', '/'];
  const ids = [messageId, listed, threadId, 'other', 'send', '..', ''];
  walk(everywhere, ['me', 'maya@acme.test', '123', 'me%2f..'], ids, good);
  // Where the path fits, each parameter counts.
  const near = ['', '/profile', '/history', '/messages', '/messages/send', '/messages/ID', '/threads/ID'];
  walk(
    near.map((path) => `/gmail/v1/users/USER${path}`),
    ['me'],
    ids,
    queries,
  );
  expect(asked).toBeGreaterThan(300_000);
  const base = '/gmail/v1/users/me';
  expect([...passed].sort()).toEqual(
    [
      `profile: GET ${base}/profile`,
      `send: POST ${base}/messages/send`,
      `ownMessageHeaders: GET ${base}/messages/${messageId}?format=metadata&metadataHeaders=Message-ID`,
      `sentMark: GET ${base}/messages/${listed}${mark}`,
      `ownThread: GET ${base}/threads/${threadId}${thread}`,
      ...queries
        .filter((query) => isPageOf(query, history))
        .map((query) => `sentHistory: GET ${base}/history${query}`),
      ...queries
        .filter((query) => isPageOf(query, sentList))
        .map((query) => `sentList: GET ${base}/messages${query}`),
    ].sort(),
  );
});

/** True when the other query differs from this one by at most one page token and one page size. */
const isPageOf = (other: string, query: string): boolean => {
  const extra = other
    .slice(1)
    .split('&')
    .filter((part) => !query.slice(1).split('&').includes(part));
  const names = extra.map((part) => part.split('=')[0]!);
  return (
    other.slice(1).split('&').length === query.slice(1).split('&').length + extra.length &&
    names.every((name) => ['maxResults', 'pageToken'].includes(name)) &&
    new Set(names).size === names.length
  );
};

test('headers of one’s own message means that message, its Message-ID and nothing more', () => {
  const path = `/gmail/v1/users/me/messages/${messageId}`;
  const ask = (permitted: string, search: string, at = path) =>
    permits({ kind: 'ownMessageHeaders', messageId: permitted }, 'GET', new URL(at + search, origin));
  expect(ask(messageId, '?format=metadata&metadataHeaders=Message-ID')).toBe(true);
  for (const search of [
    ...[
      '',
      '?format=full',
      '?format=raw',
      '?format=minimal',
      '?metadataHeaders=Message-ID',
      '?format=metadata',
    ],
    '?format=metadata&metadataHeaders=Subject',
    '?format=metadata&metadataHeaders=Message-ID&metadataHeaders=Subject',
    // Whichever of two Google would take, the guard must not be the one that takes the other.
    '?format=metadata&format=full&metadataHeaders=Message-ID',
    '?format=full&format=metadata&metadataHeaders=Message-ID',
  ]) {
    expect(ask(messageId, search), search).toBe(false);
  }
  const good = '?format=metadata&metadataHeaders=Message-ID';
  // Ids that would turn the path into a list, another message, a thread or a search.
  for (const id of [
    '',
    '.',
    '..',
    '../threads',
    '../messages',
    'send',
    `${messageId}/attachments/1`,
    '?q=x',
    '%2e%2e',
  ]) {
    const at = `/gmail/v1/users/me/messages/${id}`;
    expect(ask(messageId, good, at), id).toBe(false);
    if (!/^[\w%?=]+$/.test(id) || id === '') expect(ask(id, good, at), `permit for ${id}`).toBe(false);
  }
});

test('a thread of one’s own means that thread, the headers agreed on and no snippet', () => {
  expect(
    threadHeaders.filter((name) => /subject|^to$|^cc$|^date$|message-id|references/i.test(name)),
  ).toEqual([]);
  const ask = (permitted: string, search: string, id = threadId) =>
    permits(
      { kind: 'ownThread', threadId: permitted },
      'GET',
      new URL(`/gmail/v1/users/me/threads/${id}${search}`, origin),
    );
  expect(ask(threadId, thread)).toBe(true);
  const [fields] = /fields=.*$/.exec(thread)!;
  for (const search of [
    ...['', '?format=metadata', '?format=minimal', '?format=full', thread.replace(`&${fields}`, '')],
    thread.replace('format=metadata', 'format=full'),
    thread.replace(fields, `${fields},messages/snippet`),
    thread.replace(fields, 'fields=messages'),
    thread.replace('metadataHeaders=From', 'metadataHeaders=Subject'),
    ...['&metadataHeaders=Subject', '&metadataHeaders=From', '&format=full', '&q=x'].map(
      (more) => thread + more,
    ),
  ]) {
    expect(ask(threadId, search), search).toBe(false);
  }
  for (const id of [
    '',
    '.',
    '..',
    'other',
    `${threadId}/modify`,
    `${threadId}/trash`,
    '?q=x',
    '../messages',
  ]) {
    expect(ask(threadId, thread, id), id).toBe(false);
    if (id === '') expect(ask(id, thread, id)).toBe(false);
  }
});

test('the sign-in half asks for tokens, revocation and keys, and nothing else', () => {
  const passed = new Set<string>();
  const paths = [
    '/token',
    '/oauth2/token',
    '/revoke',
    '/oauth2/revoke',
    '/oauth2/v1/certs',
    '/oauth2/v3/certs',
  ];
  const others = [
    '/tokeninfo',
    '/oauth2/v3/userinfo',
    '/o/oauth2/v2/auth',
    '/oauth2/token/',
    '/x/token',
    '/tokens',
  ];
  for (const path of [
    ...paths,
    ...others,
    '/gmail/v1/users/me/messages',
    '/people/v1/people/me',
    '/drive/v3/files',
  ]) {
    for (const method of verbs) {
      if (permits({ kind: 'oauth' }, method, new URL(path, origin))) passed.add(`${method} ${path}`);
    }
  }
  expect([...passed].sort()).toEqual([
    'GET /oauth2/v1/certs',
    'GET /oauth2/v3/certs',
    'POST /oauth2/revoke',
    'POST /oauth2/token',
    'POST /revoke',
    'POST /token',
  ]);
});

/** A server that counts who asks it, and what it answers. */
async function listen(answer: (path: string) => { status: number; location?: string }) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const { status, location } = answer(request.url ?? '');
    response.writeHead(status, location ? { location } : {}).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

test('a request to another host, port, scheme or spelling is never made', async () => {
  const evil = await listen(() => ({ status: 200 }));
  const own = await listen(() => ({ status: 200 }));
  const send = guardedFetch({ kind: 'send' }, [own.url]);
  const path = '/gmail/v1/users/me/messages/send';
  for (const url of [
    `${evil.url}${path}`,
    `${own.url.replace('127.0.0.1', 'localhost')}${path}`,
    `${own.url.replace('http:', 'https:')}${path}`,
    `http://gmail.googleapis.com.evil.example${path}`,
    `${own.url}@127.0.0.1:1${path}`,
    `${own.url}${path}/`,
    `${own.url}/${path}`,
    `${own.url}${path}%2f`,
    `${own.url}${path};x`,
    `${own.url}${path.toUpperCase()}`,
    `file://${path}`,
  ]) {
    await expect(send(url, { method: 'POST' }), url).rejects.toThrow(/Blocked|Invalid URL/);
    await expect(send(new Request('http://x.test/'), { method: 'POST' })).rejects.toThrow(EgressRefused);
  }
  await expect(send(`${own.url}${path}`)).rejects.toThrow(EgressRefused);
  await expect(send(`${own.url}${path}`, { method: 'PUT' })).rejects.toThrow(EgressRefused);
  expect([evil.asked, own.asked]).toEqual([[], []]);
  expect((await send(`${own.url}${path}`, { method: 'post' })).status).toBe(200);
});

test.each([301, 302, 303, 307, 308])(
  'a redirect (%i) is not followed, so no token travels on',
  async (status) => {
    const evil = await listen(() => ({ status: 200 }));
    for (const target of [`${evil.url}/gmail/v1/users/me/messages/send`, '/gmail/v1/users/me/messages']) {
      const own = await listen(() => ({ status, location: target }));
      for (const [permit, method, path] of [
        [{ kind: 'send' }, 'POST', '/gmail/v1/users/me/messages/send'],
        [{ kind: 'profile' }, 'GET', '/gmail/v1/users/me/profile'],
        [{ kind: 'oauth' }, 'POST', '/token'],
      ] as [Permit, string, string][]) {
        const ask = guardedFetch(permit, [own.url]);
        const headers = { authorization: 'Bearer ya29.secret' };
        await expect(ask(own.url + path, { method, headers, redirect: 'follow' })).rejects.toThrow();
      }
      expect(own.asked).toHaveLength(3);
    }
    expect(evil.asked).toEqual([]);
  },
);

test('Gmail and sign-in as they are built reach no redirect’s target either', async () => {
  const evil = await listen(() => ({ status: 200 }));
  const own = await listen((path) => ({ status: 307, location: evil.url + path }));
  const mail = createGmail(googleEndpoints(own.url));
  const mime = Buffer.from('From: a\r\n\r\nx');
  expect(await mail.send({ accessToken: 'ya29.secret', mime, threadId: null })).toEqual({
    outcome: 'unclear',
  });
  expect(await mail.readMessageIdHeader({ accessToken: 'ya29.secret', messageId })).toBeNull();
  const identity = googleIdentity({ clientId: 'c', clientSecret: 's', baseUrl: own.url, clock: Date.now });
  expect(await identity.refresh('1//secret')).toEqual({ outcome: 'unreachable' });
  expect(await identity.revoke('1//secret')).toBe(false);
  expect(await identity.readHistoryId('ya29.secret')).toBeNull();
  expect(own.asked.length).toBeGreaterThanOrEqual(5);
  expect(evil.asked).toEqual([]);
});

test('a refused request names neither ids nor tokens', async () => {
  const ask = guardedFetch({ kind: 'send' }, [origin]);
  const secret = '18deadbeef00';
  for (const path of [
    `/gmail/v1/users/me/messages/${secret}`,
    `/gmail/v1/users/me/threads/${secret}?access_token=${secret}`,
    `/gmail/v1/users/me/messages/${secret}/attachments/${secret}`,
    `/gmail/v1/users/me/drafts/${secret}`,
  ]) {
    const fault: Error = await ask(origin + path, { headers: { authorization: secret } }).then(
      () => new Error('not refused'),
      (error: Error) => error,
    );
    expect(fault).toBeInstanceOf(EgressRefused);
    expect(`${fault.message} ${fault.stack}`).not.toContain(secret);
  }
});

test('nothing a whole send does is more than one call of send', async () => {
  const google = await startGoogle();
  closers.push(() => google.close());
  const { accessToken } = google.issueTokens('maya@acme.test', [
    'https://www.googleapis.com/auth/gmail.send',
  ]);
  const mail = createGmail(googleEndpoints(google.url));
  const mime = Buffer.from('From: Maya <maya@acme.test>\r\nTo: jonas@candidate.test\r\nSubject: x\r\n\r\nx');
  for (const kind of [
    undefined,
    'serverError',
    'tooManyRequests',
    'unauthenticated',
    'resetAfter',
  ] as const) {
    google.faults.clear();
    if (kind) google.faults.add({ kind });
    const since = google.record.last;
    await mail.send({ accessToken, mime, threadId: null });
    const made = google.record.since(since).map(({ method, path }) => `${method} ${path}`);
    expect(made, kind).toEqual(['POST /gmail/v1/users/me/messages/send']);
  }
});
