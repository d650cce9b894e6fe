import { expect, test } from 'vitest';
import { openerFor } from '../store/testing/engines.ts';
import { codeOf, createHttpWorld, type Somebody } from '../testing/http-world.ts';
import { sampleBatch, sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const open = openerFor('sqlite');

async function scene() {
  const it = await createHttpWorld(await open(), shared.google);
  const [maya, ravi] = [await it.enter('maya@acme.test'), await it.enter('ravi@acme.test')];
  const grant = (await maya.give(ravi)).body;
  return { it, maya, ravi, from: { grantId: grant.id } };
}

const chars = (...codes: number[]): [string, string][] =>
  codes.map((code) => [`U+${code.toString(16).toUpperCase().padStart(4, '0')}`, String.fromCharCode(code)]);

/** What ends a header line, hides text or turns its direction (Unicode TR9 lists the bidi controls). */
const unsafe: [string, string][] = [
  ...chars(...Array.from({ length: 32 }, (_, code) => code), 0x7f, 0x80, 0x85, 0x9f),
  ...chars(0x2028, 0x2029),
  ...chars(0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069),
  ...chars(0x200b, 0x2060, 0xfeff, 0xfff9),
  ['a lone high surrogate', '\ud83d'],
  ['a lone low surrogate', '\ude00'],
  ['surrogates the wrong way round', '\ude00\ud83d'],
  ['CR LF and a header', '\r\nBcc: evil@evil.example\r\n'],
  ['CR LF and a body', '\r\n\r\n<p>injected</p>'],
  ['a folded line', '\r\n Bcc: evil@evil.example'],
  // Readers decode these once more: the recipient would see another text than the acceptor did.
  ['an encoded line break', '=?utf-8?Q?=0D=0ABcc:_evil@evil.example?='],
  ['an encoded word in base64', '=?UTF-8?B?DQpCY2M6IGV2aWxAZXZpbC5leGFtcGxl?='],
  ['an encoded word with a language', ' =?iso-8859-1*en?q?evil?= '],
];

const secret = 'Quagga';
const fields: [string, (value: string) => object][] = [
  ['subject', (subject) => ({ subject })],
  ['to.name', (name) => ({ to: { email: 'jonas@candidate.test', name } })],
  ['to.email', (email) => ({ to: { email } })],
];

test('nothing that could end a line, hide or turn text gets into a field that becomes a header', async () => {
  const { it, ravi, from } = await scene();
  for (const [field, within] of fields) {
    const tail = field === 'to.email' ? '@candidate.test' : '';
    for (const [name, bad] of unsafe) {
      for (const value of [`${secret}${bad}x${tail}`, `${bad}${secret}${tail}`, `${secret}${tail}${bad}`]) {
        const answer = await ravi.submit({ from, ...within(value) });
        const what = `${field} with ${name}`;
        expect([answer.status, codeOf(answer)], what).toEqual([400, 'invalid_request']);
        expect(answer.text, what).toContain(field);
        expect(answer.text, what).not.toContain(secret);
      }
    }
  }
  await it.dispatchAll();
  expect(it.sends()).toEqual([]);
}, 60_000);

test('nor by an edit of an email that waits', async () => {
  const { it, ravi, from } = await scene();
  const waits = await ravi.submit({ from, sendAt: new Date(it.clock() + 3_600_000).toISOString() });
  const { id, contentHash } = waits.body;
  const words = { contentHash, subject: 'Hello', html: '<p>Hello</p>' };
  const before = await it.snapshot();
  for (const [field, within] of fields) {
    for (const [name, bad] of unsafe) {
      const value = `${secret}${bad}x${field === 'to.email' ? '@candidate.test' : ''}`;
      const answer = await ravi.post(`/v1/sends/${id}/edit`, { ...words, ...within(value) });
      const what = `${field} with ${name}`;
      expect([answer.status, codeOf(answer)], what).toEqual([400, 'invalid_request']);
      expect(answer.text, what).not.toContain(secret);
    }
  }
  expect(await it.snapshot()).toBe(before);
  expect((await ravi.post(`/v1/sends/${id}/edit`, words)).status).toBe(200);
});

test('nor by a batch: not by its template, a name, an address or a value that fills its subject', async () => {
  const { it, ravi, from } = await scene();
  const [first, ...more] = sampleBatch.rows;
  const within: [string, (value: string) => object][] = [
    ['subject', (subject) => ({ subject })],
    ['rows.0.name', (name) => ({ rows: [{ ...first!, name }, ...more] })],
    ['rows.0.email', (email) => ({ rows: [{ ...first!, email: `${email}@candidate.test` }, ...more] })],
    ['rows', (city) => ({ subject: 'In {{city}}', rows: [{ ...first!, fields: { city } }, ...more] })],
  ];
  for (const [field, batch] of within) {
    for (const [name, bad] of unsafe) {
      const asked = { from, ...batch(`${secret}${bad}x`) };
      for (const answer of [
        await ravi.submitBatch(asked),
        ...(field === 'subject'
          ? [await ravi.post('/v1/batches/preview', { ...sampleBatch, ...asked })]
          : []),
      ]) {
        const what = `${field} with ${name}`;
        expect([answer.status, codeOf(answer)], what).toEqual([400, 'invalid_request']);
        expect(answer.text, what).toContain(field);
        expect(answer.text, what).not.toContain(secret);
      }
    }
  }
  await it.dispatchAll();
  expect(it.sends()).toEqual([]);
}, 60_000);

test('parts of a subject that are harmless each make no encoded word together', async () => {
  const { it, ravi, from } = await scene();
  const rows = [
    { email: 'jonas@candidate.test', fields: { a: '=?utf-8', b: 'q', c: '=0D=0ABcc:_x@evil.example?=' } },
  ];
  const html = '<p>{{a}} {{b}} {{c}}</p>';
  expect((await ravi.submitBatch({ from, html, rows, subject: '{{a}}?{{b}}?{{c}}' })).status).toBe(400);
  expect((await ravi.submitBatch({ from, html, rows, subject: '{{b}}' })).status).toBe(202);
  await it.dispatchAll();
  expect(it.sends().map(({ send }) => send!.to)).toEqual([['jonas@candidate.test']]);
});

test('ten kilobytes in a field that becomes a header are refused', async () => {
  const { ravi, from } = await scene();
  for (const [field, within] of fields) {
    for (const value of ['x'.repeat(10_000), '😀'.repeat(5_000), `${'x'.repeat(10_000)}@candidate.test`]) {
      const answer = await ravi.submit({ from, ...within(value) });
      expect(answer.status, field).toBe(400);
      expect(answer.text.length).toBeLessThan(1_000);
    }
  }
});

const notOnePlainAddress = [
  ...['"jonas weber"@candidate.test', '"jonas"@candidate.test', '"a\\"b"@candidate.test'],
  ...['jonas(comment)@candidate.test', 'jonas@(comment)candidate.test', '(c)jonas@candidate.test'],
  ...['Friends: jonas@candidate.test;', 'undisclosed-recipients:;', 'Jonas <jonas@candidate.test>'],
  ...[
    '<jonas@candidate.test>',
    'jonas@candidate.test,lucia@candidate.test',
    'a@candidate.test;b@candidate.test',
  ],
  ...[
    'a@candidate.test b@candidate.test',
    'a@b@candidate.test',
    'jonas@candidate.test\t',
    ' jonas@candidate.test',
  ],
  ...['jonas@[127.0.0.1]', 'jonas@[IPv6:::1]', 'jonas@127.0.0.1', 'jonas@localhost', 'jonas@candidate'],
  ...['jonas@candidate.test.', 'jonas@.candidate.test', 'jonas@candidate..test', '.jonas@candidate.test'],
  ...['jonas.@candidate.test', 'jo..nas@candidate.test', 'jonas', '@candidate.test', 'jonas@', '', '@', ' '],
  // Routes and encoded words that some relay or parser takes for another address.
  ...['jonas%evil.example@candidate.test', 'evil.example!jonas@candidate.test'],
  '=?utf-8?q?jonas=40evil.example=3e=00?=x@candidate.test',
  // Look-alikes: Cyrillic, Greek, full width, dotless i, a domain with a soft hyphen, ideographic full stop.
  ...['jоnas@candidate.test', 'jonas@cаndidate.test', 'jonas@candidate.tеst', 'jonas@ϲandidate.test'],
  ...['ｊonas@candidate.test', 'jonas@candıdate.test', 'jonas@candi\u00addate.test', 'jonas@candidate。test'],
  ...['jonas＠candidate.test', 'jonas@candidate．test', 'jonas@-candidate.test', 'jonas@candidate-.test'],
  ...['jonas@candidate.test?bcc=x@y.test', 'mailto:jonas@candidate.test', 'jonas@candidate.test/../x'],
  ...['jonas%0d%0aBcc:x@candidate.test\u0000', `${'x'.repeat(65)}@candidate.test`, 'jonas@can_didate.test'],
];

test('whatever is not exactly one plain address is refused, never interpreted', async () => {
  const { it, maya, ravi, from } = await scene();
  const refused = async (who: Somebody, send: Parameters<Somebody['submit']>[0]) =>
    (await who.submit(send)).status;
  for (const email of notOnePlainAddress) {
    expect(await refused(ravi, { from, to: { email } }), email).toBe(400);
    expect((await maya.post('/v1/invitations', { email })).status, email).toBe(400);
  }
  for (const email of [['jonas@candidate.test'], { address: 'jonas@candidate.test' }, null, 7]) {
    expect(await refused(ravi, { from, to: { email: email as never } })).toBe(400);
  }
  await it.dispatchAll();
  expect(it.sends()).toEqual([]);
});

test('domains that terms list are plain names too', async () => {
  const { maya, ravi } = await scene();
  await maya.post(
    `/v1/grants/${(await ravi.get<{ items: { id: string }[] }>('/v1/grants')).body.items[0]!.id}/revoke`,
  );
  for (const domain of [
    '*.evil.example',
    'exаmple.com',
    'example',
    '.com',
    'a b.com',
    'x@example.com',
    '[::1]',
    '%',
  ]) {
    for (const list of ['allowedDomains', 'blockedDomains']) {
      expect((await maya.give(ravi, { [list]: [domain] })).status, `${list} ${domain}`).toBe(400);
    }
  }
});

test('a domain that the terms block is blocked in every spelling, and its subdomains with it', async () => {
  const { it, maya, ravi } = await scene();
  const [old] = (await ravi.get<{ items: { id: string }[] }>('/v1/grants')).body.items;
  await maya.post(`/v1/grants/${old!.id}/revoke`);
  const grant = (
    await maya.give(ravi, { blockedDomains: ['Candidate.TEST'], allowedDomains: ['test'] as never })
  ).body;
  expect(grant.id).toBeUndefined();
  const from = { grantId: (await maya.give(ravi, { blockedDomains: ['Candidate.TEST'] })).body.id };
  for (const domain of ['candidate.test', 'CANDIDATE.test', 'mail.candidate.test', 'a.b.candidate.TEST']) {
    const answer = await ravi.submit({ from, to: { email: `x@${domain}` } });
    expect(codeOf(answer), domain).toBe('recipient_not_allowed');
  }
  expect((await ravi.submit({ from, to: { email: 'x@notcandidate.test' } })).status).toBe(202);
  await it.dispatchAll();
  expect(it.sends().map(({ send }) => send!.to)).toEqual([['x@notcandidate.test']]);
});
