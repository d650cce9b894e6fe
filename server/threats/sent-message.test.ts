import { expect, test } from 'vitest';
import { openerFor } from '../store/testing/engines.ts';
import { createHttpWorld, type Somebody } from '../testing/http-world.ts';
import { sampleSend, sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const open = openerFor('sqlite');

async function scene() {
  const it = await createHttpWorld(await open(), shared.google, { publicUrl: 'https://behalf.test' });
  const [maya, ravi] = [await it.enter('maya@acme.test'), await it.enter('ravi@acme.test')];
  const from = { grantId: (await maya.give(ravi)).body.id };
  /** Sends it and reads what Google was handed, out of Maya's Sent folder. */
  const sendAndRead = async (send: Partial<Parameters<Somebody['submit']>[0]>) => {
    const taken = await ravi.submit({ from, ...send });
    expect(taken.status, taken.text).toBe(202);
    await it.dispatchAll();
    const entry = it.sends().at(-1)!;
    expect(entry.accepted).toBe(true);
    const message = (await shared.google.mailbox('maya@acme.test')).find(({ id }) => id === entry.messageId)!;
    return { id: taken.body.id, message, headerNames: entry.send!.headerNames, to: entry.send!.to };
  };
  return { it, maya, ravi, sendAndRead };
}

/** All that a letter of somebody's own has, and nothing else. Received and Message-ID are Google's own. */
const ownHeaders = 'content-type date from message-id mime-version subject to x-behalf-id'.split(' ');
/** What is sent on behalf of somebody has the way out besides. */
const ourHeaders = [...ownHeaders, 'list-unsubscribe', 'list-unsubscribe-post'].sort();
const sorted = (names: readonly string[]): string[] => names.map((name) => name.toLowerCase()).sort();

/** Values that try to become something else on the way into a header. */
const sly = [
  'Jonas <evil@evil.example>',
  'Jonas" <evil@evil.example>, "x',
  'a, evil@evil.example',
  'a; b: c',
  'Jonas\\',
  '"',
  '<>',
  'Bcc: evil@evil.example',
  '%0d%0aBcc: evil@evil.example',
  '&#13;&#10;Bcc: evil@evil.example',
  '\\r\\nBcc: evil@evil.example',
  'group: evil@evil.example;',
  '(comment)',
];

test('one From, the acceptor’s, one To, our own mark, and no header besides', async () => {
  const { it, sendAndRead } = await scene();
  const { id, message, headerNames, to } = await sendAndRead({});
  expect(sorted(headerNames)).toEqual(ourHeaders);
  const values = (name: string) =>
    message.headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value);
  expect(values('from')).toEqual(['Maya Chen <maya@acme.test>']);
  expect(values('to')).toEqual(['Jonas Weber <jonas@candidate.test>']);
  expect(values('x-behalf-id')).toEqual([id]);
  const unsubscribe = await it.recipientTokens.make('unsubscribe', id);
  expect(values('list-unsubscribe')).toEqual([`<https://behalf.test/u/${unsubscribe}>`]);
  expect(values('list-unsubscribe-post')).toEqual(['List-Unsubscribe=One-Click']);
  expect(to).toEqual(['jonas@candidate.test']);
  for (const name of ['sender', 'reply-to', 'bcc', 'cc', 'return-path', 'resent-from'])
    expect(values(name)).toEqual([]);
});

test.each(sly)('%j as subject and recipient’s name stays text', async (value) => {
  const { sendAndRead } = await scene();
  const before = (await shared.google.mailbox('jonas@candidate.test')).length;
  const { message, headerNames, to } = await sendAndRead({
    subject: value,
    to: { email: 'jonas@candidate.test', name: value },
  });
  expect(sorted(headerNames)).toEqual(ourHeaders);
  expect(to).toEqual(['jonas@candidate.test']);
  expect(message.header.from).toBe('Maya Chen <maya@acme.test>');
  // An encoded word is decoded once by every reader; ours must come out as it went in.
  expect(message.header.subject).toBe(value);
  expect(await shared.google.mailbox('jonas@candidate.test')).toHaveLength(before + 1);
});

test('a provider account with a sly name still sends as one plain sender', async () => {
  const it = await createHttpWorld(await open(), shared.google);
  const names = [
    'Odd <evil@evil.example>',
    'Odd, evil@evil.example',
    'Odd" <evil@evil.example> "',
    'Ödd (x)',
  ];
  for (const [index, name] of names.entries()) {
    const email = `odd-${index}@acme.test`;
    shared.google.addPeople([{ email, name, hd: 'acme.test' }]);
    const odd = await it.enter(email);
    expect((await odd.submit({ from: { mailboxId: odd.mailboxId } })).status).toBe(202);
    await it.dispatchAll();
    const entry = it.sends().at(-1)!;
    expect([entry.email, entry.send!.to]).toEqual([email, ['jonas@candidate.test']]);
    expect(sorted(entry.send!.headerNames)).toEqual(ownHeaders);
    const { header } = (await shared.google.mailbox(email)).at(-1)!;
    expect(header.from!.endsWith(`<${email}>`), header.from).toBe(true);
  }
});

test('names and subjects of every script arrive as they were written', async () => {
  const { sendAndRead } = await scene();
  for (const value of [
    'Lucía Ortega 😀👩‍👩‍👧‍👦🇪🇺',
    'مرحبا بالعالم',
    '你好，世界',
    'שלום עולם',
    'Привет, мир',
    'नमस्ते दुनिया',
    'Zoë Łukasz Ðøþ ﷽',
    '  spaces   inside  ',
    `${'長い件名'.repeat(60)}`,
  ]) {
    const { message } = await sendAndRead({
      subject: value,
      to: { email: 'lucia@candidate.test', name: value.trim().slice(0, 200) },
      html: `<p>${value}</p>`,
    });
    expect(message.header.subject?.trim()).toBe(value.trim());
    expect(message.header.to).toContain(value.trim().slice(0, 30));
    expect(message.html).toContain(value.trim());
    expect(message.text).toContain(value.trim().replace(/ {2,}/g, ' ').slice(0, 50));
  }
});

test('placeholders are literal wherever they stand', async () => {
  const { ravi, sendAndRead } = await scene();
  const value = '{{email}} ${7*7} {email} <%= 1 %> %s $& $1 {{constructor.constructor("x")()}}';
  const { id, message } = await sendAndRead({
    subject: value,
    to: { email: 'jonas@candidate.test', name: '{{name}} $& ${name}' },
    html: `<p>${value.replace('<%', '&lt;%')}</p>`,
  });
  expect(message.header.subject).toBe(value);
  expect(message.header.to).toContain('{{name}} $& ${name}');
  expect(message.text?.trim()).toBe(value);
  const seen = await ravi.get<{ subject: string }>(`/v1/sends/${id}`);
  expect(seen.body.subject).toBe(value);
});

test('there is a text part beside the HTML, made from it unless one was given', async () => {
  const { sendAndRead } = await scene();
  const made = await sendAndRead({
    html: '<p>Hello <b>Jonas</b></p><p><a href="https://acme.test/job">the job</a></p>',
  });
  expect(made.message.text).toContain('Hello Jonas');
  expect(made.message.text).toContain('https://acme.test/job');
  const given = await sendAndRead({ html: '<p>One</p>', text: 'Two <script>not markup here</script>' });
  expect(given.message.text?.trim()).toBe('Two <script>not markup here</script>');
  expect(given.message.html).toContain('<p>One</p>');
});

test('files and addresses of the server can’t be drawn into a message', async () => {
  const { ravi, sendAndRead } = await scene();
  for (const html of [{ path: '/etc/passwd' }, { href: 'http://127.0.0.1/' }]) {
    const answer = await ravi.submit({ from: { mailboxId: ravi.mailboxId }, html: html as never });
    expect(answer.status).toBe(400);
  }
  const { message } = await sendAndRead({
    html: '<p>x</p><img src="file:///etc/passwd"><img src="cid:x"><img src="/etc/passwd">',
    text: '/etc/passwd',
  });
  expect(message.html).not.toMatch(/root:|file:|cid:|passwd/);
  expect(message.text?.trim()).toBe('/etc/passwd');
});

test('four hundred kilobytes arrive whole', async () => {
  const { sendAndRead } = await scene();
  const words = 'Grüße und ein Satz. ';
  const html = `<p>${words.repeat(Math.floor(399_900 / words.length))}</p>`;
  const { message } = await sendAndRead({ html });
  expect(message.html?.trim()).toBe(html);
  expect(sampleSend.html).not.toBe(html);
});
