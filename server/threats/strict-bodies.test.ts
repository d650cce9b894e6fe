import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { openerFor } from '../store/testing/engines.ts';
import { codeOf, createHttpWorld } from '../testing/http-world.ts';
import { sampleBatch, sampleSend, sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const open = openerFor('sqlite');

const id = uuidv7();
const terms = { expiresAt: null, dailyCap: 5, approval: 'none', allowedDomains: [], blockedDomains: [] };

const timing = {
  sendAt: '2026-11-25T09:00',
  zone: 'Europe/Berlin',
  hours: { days: [1, 5], from: '09:00', to: '17:00' },
};

/** A body that fits, for every route that takes one; none of them meets anything that exists. */
const fitting: Record<string, object[]> = {
  'POST /auth/token': [
    { grant_type: 'refresh_token', refresh_token: 'bhr_x' },
    {
      grant_type: 'authorization_code',
      code: 'bhc_x',
      code_verifier: 'v'.repeat(43),
      redirect_uri: 'https://x.example/cb',
    },
  ],
  'POST /v1/mailboxes/connect': [{ replies: false }],
  'DELETE /v1/me': [{ email: 'nobody@acme.test' }],
  'POST /v1/invitations': [{ email: 'nora.lind@gmail.test' }],
  'POST /v1/grants': [{ requestorId: id, terms }],
  'POST /v1/grants/requests': [{ acceptorId: id, note: 'please', terms }],
  'POST /v1/grants/{id}/accept': [{ termsDigest: '0'.repeat(64) }],
  'POST /v1/suppressions': [{ email: 'jonas@elsewhere.test' }, { emails: ['jonas@elsewhere.test'] }],
  'POST /v1/sends': [
    {
      ...sampleSend,
      from: { grantId: id },
      text: 'Hello',
      sendAt: '2026-01-01T00:00:00Z',
      zone: 'Europe/Berlin',
      hours: { days: [1, 5], from: '09:00', to: '17:00' },
      inReplyTo: id,
      track: { opens: true, clicks: true },
    },
    { ...sampleSend, from: { mailboxId: id } },
  ],
  'PUT /v1/policy': [
    {
      ...{ tracking: { consent: 'off', unknown: 'off', elsewhere: 'off' }, unsubscribeLine: false },
      from: { tracking: { consent: 'off', unknown: 'off', elsewhere: 'off' }, unsubscribeLine: true },
    },
  ],
  'POST /v1/batches': [
    { ...sampleBatch, from: { grantId: id }, ...timing, track: { opens: true, clicks: true } },
    { ...sampleBatch, from: { mailboxId: id } },
  ],
  'POST /v1/batches/preview': [{ ...sampleBatch, from: { grantId: id }, ...timing }],
  'POST /v1/batches/{id}/approve': [{ contentHash: '0'.repeat(64) }],
  'POST /v1/sends/{id}/edit': [
    {
      track: { opens: true, clicks: false },
      contentHash: '0'.repeat(64),
      to: { email: 'jonas@candidate.test', name: 'Jonas' },
      subject: 'Hello',
      html: '<p>Hello</p>',
      text: 'Hello',
      ...timing,
    },
  ],
  'POST /v1/sends/{id}/approve': [{ contentHash: '0'.repeat(64) }],
  'POST /v1/sends/{id}/resolve': [{ outcome: 'sent' }],
};

const unwanted = [
  ...[
    'status',
    'state',
    'workspaceId',
    'grantId',
    'mailboxId',
    'memberId',
    'requestorId',
    'acceptorId',
    'role',
  ],
  ...[
    'sender',
    'replyTo',
    'reply_to',
    'headers',
    'cc',
    'bcc',
    'raw',
    'attachments',
    'threadId',
    'contentHash',
  ],
  ...[
    'approved',
    'undoUntil',
    'dueAt',
    'createdAt',
    'name',
    'email',
    'from',
    'to',
    '__proto__',
    'constructor',
  ],
  ...['toString', 'Subject', 'HTML', 'X-Extra', ''],
];

/** The body, once with `key` in each of the objects it is made of that does not have it already. */
function* withExtra(body: object, key: string): Generator<object> {
  if (!Object.hasOwn(body, key))
    yield JSON.parse(`{${JSON.stringify(key)}:"x",${JSON.stringify(body).slice(1)}`);
  for (const [name, inner] of Object.entries(body)) {
    if (inner === null || typeof inner !== 'object') continue;
    // A row's fields have names of their own.
    if (name === 'fields') continue;
    if (Array.isArray(inner)) {
      const [first, ...more] = inner as unknown[];
      if (first === null || typeof first !== 'object') continue;
      for (const changed of withExtra(first, key)) yield { ...body, [name]: [changed, ...more] };
    } else for (const changed of withExtra(inner as object, key)) yield { ...body, [name]: changed };
  }
}

async function scene() {
  const it = await createHttpWorld(await open(), shared.google);
  const ada = await it.enter('ada@acme.test');
  const ask = (
    route: string,
    options: { body?: unknown; raw?: string; headers?: Record<string, string> },
  ) => {
    const [method, path] = route.split(' ') as [string, string];
    return it.call(method, path.replace('{id}', id), {
      ...options,
      headers: { 'idempotency-key': uuidv7(), ...options.headers },
      token: ada.tokens.access_token,
    });
  };
  return { it, ada, ask };
}

test('every route that takes a body refuses each field it does not know, at every depth', async () => {
  const { it, ask } = await scene();
  const routes = it.contract.routes
    .filter(({ operation }) => operation.requestBody)
    .map(({ method, path }) => `${method} ${path}`);
  expect(routes.sort(), 'a body that fits is written down for each').toEqual(Object.keys(fitting).sort());
  for (const route of routes) {
    for (const body of fitting[route]!) {
      const fits = await ask(route, { body });
      expect(codeOf(fits), `${route} ${fits.text}`).not.toBe('invalid_request');
      const before = await it.snapshot();
      for (const key of unwanted) {
        for (const changed of withExtra(body, key)) {
          const raw = JSON.stringify(changed, (_key, value: unknown) => value);
          const answer = await ask(route, { raw });
          expect([answer.status, codeOf(answer)], `${route} ${raw}`).toEqual([400, 'invalid_request']);
        }
      }
      expect(await it.snapshot(), route).toBe(before);
    }
  }
}, 60_000);

test('a body that is no JSON object of its kind is refused with words, and its text is not repeated', async () => {
  const { ask } = await scene();
  const json = { 'content-type': 'application/json' };
  for (const [route, bodies] of Object.entries(fitting)) {
    const whole = JSON.stringify(bodies[0]);
    for (const [raw, headers] of [
      ['', json],
      ['{', json],
      ['null', json],
      ['[]', json],
      ['"secret-text"', json],
      ['42', json],
      [`[${whole}]`, json],
      [`${whole}secret-text`, json],
      [`{"secret-text":`, json],
      ['{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000), json],
      ['['.repeat(32_000) + ']'.repeat(32_000), json],
      [whole, { 'content-type': 'text/plain' }],
      [whole, { 'content-type': 'application/x-www-form-urlencoded' }],
      [whole, { 'content-type': 'multipart/form-data; boundary=x' }],
      [whole, { 'content-type': 'application/xml' }],
    ] as [string, Record<string, string>][]) {
      const answer = await ask(route, { raw, headers });
      const what = `${route} ${headers['content-type']} ${raw.slice(0, 30)}`;
      expect([answer.status, codeOf(answer)], what).toEqual([400, 'invalid_request']);
      expect(answer.text, what).not.toContain('secret-text');
      expect(answer.text.length, what).toBeLessThan(2_000);
    }
  }
}, 60_000);

test('a refusal stays short, however long the names are that it refuses', async () => {
  const { ask } = await scene();
  const long = 'x'.repeat(10_000);
  for (const [route, bodies] of Object.entries(fitting)) {
    for (const body of [
      { ...bodies[0], [long]: 1 },
      Object.fromEntries([...Array(2_000).keys()].map((key) => [`k${key}`, 1])),
    ]) {
      const answer = await ask(route, { body });
      expect(answer.status, route).toBe(400);
      expect(answer.text.length, route).toBeLessThan(2_000);
    }
  }
});

test('no depth of nesting is too much for a body as large as they may be', async () => {
  const { ask } = await scene();
  for (const raw of ['['.repeat(500_000) + ']'.repeat(500_000), '{"a":'.repeat(170_000)]) {
    expect((await ask('POST /v1/sends', { raw })).status).toBe(400);
  }
});

/** What carries the words of an email, a template and its rows, or a thousand addresses. */
const carryEmails = [
  'POST /v1/sends',
  'POST /v1/sends/{id}/edit',
  'POST /v1/batches',
  'POST /v1/batches/preview',
  'POST /v1/suppressions',
];

test('a body of more than 64 KiB is for emails and lists alone', async () => {
  const { it, ask } = await scene();
  const before = await it.snapshot();
  for (const [route, [body]] of Object.entries(fitting)) {
    const raw = JSON.stringify({ ...body, 'x-more': 'x'.repeat(64 * 1024) });
    const expected = carryEmails.includes(route) ? [400, 'invalid_request'] : [413, 'too_large'];
    const answer = await ask(route, { raw });
    expect([answer.status, codeOf(answer)], route).toEqual(expected);
    const announced = await ask(route, { raw, headers: { 'content-length': String(raw.length) } });
    expect([announced.status, codeOf(announced)], route).toEqual(expected);
  }
  expect(await it.snapshot()).toBe(before);
});

test('of somebody who is not signed in no body is kept, however large', async () => {
  const { it } = await scene();
  let read = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        read += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
  const response = await it.app.request('/v1/sends', {
    ...{ method: 'POST', headers, body, duplex: 'half' },
  });
  expect([response.status, read]).toEqual([401, 0]);
});

test('400 kB of text is taken, more than 1 MiB is not', async () => {
  const { it, ada, ask } = await scene();
  const from = { mailboxId: ada.mailboxId };
  const html = `<p>${'ä'.repeat(399_000)}</p>`;
  expect((await ada.submit({ from, html })).status).toBe(202);
  expect((await ada.submit({ from, html: 'x'.repeat(400_001) })).status).toBe(400);
  const raw = JSON.stringify({ ...sampleSend, from, html: 'x'.repeat(1_100_000) });
  const tooLarge = await ask('POST /v1/sends', { raw });
  expect([tooLarge.status, codeOf(tooLarge)]).toEqual([413, 'too_large']);
  const announced = await ask('POST /v1/sends', { raw: '{}', headers: { 'content-length': '99999999' } });
  expect(announced.status).toBe(413);
  await it.dispatchAll();
  expect(it.sends()).toHaveLength(1);
});

test('a refusal names the field and never repeats what was in it', async () => {
  const { ada } = await scene();
  const from = { mailboxId: ada.mailboxId };
  const secret = 'Zebra-Quagga-Okapi';
  const bad: [string, object][] = [
    ['to.email', { from, to: { email: `${secret} at example` } }],
    ['to.name', { from, to: { email: 'a@candidate.test', name: `${secret}\r\nBcc: x@y.test` } }],
    ['subject', { from, subject: `${secret}\u0000` }],
    ['sendAt', { from, sendAt: secret as never }],
    ['sendAt', { from, sendAt: `2026-11-25T09:00:00.${'1'.repeat(20)}`, zone: 'UTC' }],
    ['zone', { from, sendAt: '2026-11-25T09:00' }],
    ['zone', { from, zone: secret }],
    ['zone', { from, zone: '+01:00' }],
    ['zone', { from, hours: { days: [1], from: '09:00', to: '17:00' } }],
    ['hours', { from, zone: 'UTC', hours: { days: [1], from: '17:00', to: '09:00' } }],
    ['hours', { from, zone: 'UTC', hours: { days: [8], from: '09:00', to: '17:00' } }],
    ['hours', { from, zone: 'UTC', hours: { days: [], from: secret as never, to: '24:00' } }],
    ['sendAt', { from, sendAt: '9999-01-01T00:00:00Z' }],
    ['from', { from: { grantId: secret } }],
    ['inReplyTo', { from, inReplyTo: secret }],
    ['track', { from, track: { opens: secret as never, clicks: true } }],
    ['html', { from, html: [secret] as never }],
  ];
  for (const [field, send] of bad) {
    const answer = await ada.submit(send as never);
    expect(answer.status, field).toBe(400);
    expect(answer.text, field).toContain(field);
    expect(answer.text, field).not.toContain(secret);
  }
});
