import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { backUpSqlite } from '../store/backup.ts';
import { findMailbox } from '../store/mailboxes.ts';
import { runServer, type TestServer } from '../testing/running-server.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

type Secret = { name: string; value: string };
type Ids = { id: string; threadId: string };

/** Whatever a value could be found as in bytes: itself, its common encodings, and either byte order of UTF-16. */
const spellings = (value: string): Buffer[] => {
  const bytes = Buffer.from(value);
  const utf16 = Buffer.from(value, 'utf16le');
  // Base64 at each of the three positions it can begin at; the first and last letters depend on the neighbours.
  const base64 = [0, 1, 2].flatMap((pad) =>
    (['base64', 'base64url'] as const).map((encoding) =>
      Buffer.concat([Buffer.alloc(pad), bytes])
        .toString(encoding)
        .slice(4, -4),
    ),
  );
  const texts = [
    bytes.toString('hex'),
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    ...base64,
  ];
  return [bytes, utf16, Buffer.from(utf16).swap16(), ...texts.map((text) => Buffer.from(text))];
};

const findIn = (bytes: Buffer, secrets: Secret[]): string[] =>
  secrets
    .filter(({ value }) => spellings(value).some((spelling) => bytes.includes(spelling)))
    .map(({ name }) => name);

const databaseBytes = (file: string): Buffer =>
  Buffer.concat(
    ['', '-wal', '-shm', '-journal'].map((end) =>
      existsSync(file + end) ? readFileSync(file + end) : Buffer.alloc(0),
    ),
  );

const subject = 'Quagga subject of the journey';
const body = 'Okapi body text that nobody else may read';

/** Everybody's way through the product, with things going wrong on the way; resolves with all that is secret of it. */
async function liveThrough(it: TestServer): Promise<Secret[]> {
  const secrets: Secret[] = [
    { name: 'subject', value: subject },
    { name: 'body', value: body },
  ];
  const keep = (name: string, value: string | null | undefined) => {
    expect(value, name).toBeTruthy();
    secrets.push({ name, value: value! });
  };
  const enter = async (email: string) => {
    const signedIn = await it.signIn(email);
    for (const name of ['access_token', 'refresh_token', 'code', 'googleCode', 'verifier'] as const) {
      keep(`${email} ${name}`, signedIn[name]);
    }
    const { id } = (await it.call<{ id: string }>('GET', '/v1/me', { token: signedIn.access_token })).body;
    return { token: signedIn.access_token, refresh: signedIn.refresh_token, id };
  };
  const [maya, ravi] = [await enter('maya@acme.test'), await enter('ravi@acme.test')];
  const connected = await it.connect(maya.token, 'maya@acme.test');
  keep('consent code', connected.googleCode);
  const [mailbox] = (
    await it.call<{ items: { id: string }[] }>('GET', '/v1/mailboxes', { token: maya.token })
  ).body.items;

  const grant = (
    await it.call<{ id: string }>('POST', '/v1/grants', { token: maya.token, body: { requestorId: ravi.id } })
  ).body;
  let count = 0;
  const submit = (more: object = {}) =>
    it.call<{ id: string }>('POST', '/v1/sends', {
      token: ravi.token,
      headers: { 'idempotency-key': `key-of-send-${(count += 1)}` },
      body: {
        from: { grantId: grant.id },
        to: { email: 'jonas@candidate.test', name: 'Jonas Weber' },
        subject,
        html: `<p>${body}</p>`,
        ...more,
      },
    });
  const stateOf = async (id: string) =>
    (await it.call<{ state: string }>('GET', `/v1/sends/${id}`, { token: ravi.token })).body.state;
  const sent = (await submit()).body;
  await expect.poll(() => stateOf(sent.id)).toBe('sent');
  const { id, threadId }: Ids = (await shared.google.mailbox('maya@acme.test')).at(-1)!;
  keep('message id', id);
  keep('thread id', threadId);
  const followUp = (await submit({ inReplyTo: sent.id })).body;
  await expect.poll(() => stateOf(followUp.id)).toBe('sent');

  // Everything that can go wrong at the provider, and the mailbox lost and connected again.
  for (const kind of ['serverError', 'resetAfter', 'notFound'] as const) {
    shared.google.faults.add({ kind, times: 1, match: { path: '/messages/send' } });
    const failing = (await submit()).body;
    await expect.poll(() => stateOf(failing.id)).toMatch(/uncertain|failed/);
  }
  // 401, and then the refresh is refused: the permission is gone.
  shared.google.faults.add({ kind: 'unauthenticated', times: 1, match: { path: '/messages/send' } });
  shared.google.faults.add({ kind: 'invalidGrant' });
  await submit();
  const stateOfMailbox = async () => (await findMailbox(it.store.read, mailbox!.id))?.state;
  await expect.poll(stateOfMailbox, { timeout: 15_000 }).toBe('disconnected');
  shared.google.faults.clear();
  keep('second consent code', (await it.connect(maya.token, 'maya@acme.test')).googleCode);
  const refreshed = await it.call<{ access_token: string; refresh_token: string }>('POST', '/auth/token', {
    body: { grant_type: 'refresh_token', refresh_token: ravi.refresh },
  });
  keep('second access token', refreshed.body.access_token);
  keep('second refresh token', refreshed.body.refresh_token);

  // Mistakes of callers that carry secrets where they do not belong.
  await it.call('GET', `/v1/sends/${ravi.token}`, { token: ravi.token });
  await it.call('POST', '/auth/token', { body: { grant_type: 'refresh_token', refresh_token: ravi.token } });
  await it.call('POST', '/auth/token', {
    body: { grant_type: 'refresh_token', refresh_token: ravi.refresh, x: body },
  });
  await submit({ to: { email: body } });
  await submit({ subject: `${subject}\r\n${body}` });
  await submit({ headers: { subject } });
  await it.call('GET', `/auth/callback/google?state=${ravi.token}&code=${ravi.refresh}`);
  await it.call('GET', `/${ravi.token}/${encodeURIComponent(subject)}`);
  await it.call('GET', '/v1/audit', { token: maya.token });
  await it.call('GET', '/v1/grants', { token: maya.token });
  await it.call('DELETE', `/v1/mailboxes/${mailbox!.id}`, { token: maya.token });
  await it.call('POST', '/auth/logout', { token: refreshed.body.access_token });
  return secrets;
}

test('after a whole journey nothing secret lies in the database file, a backup, the log or the figures, nor in another’s answer', async () => {
  const googleTokens: Secret[] = [];
  const it = (server = await runServer(shared.google));
  const stopListening = listenForProviderTokens(googleTokens);
  const secrets = await liveThrough(it);
  stopListening();
  const all = [...secrets, ...googleTokens];
  const kinds = new Set(googleTokens.map(({ name }) => name));
  expect(kinds).toEqual(new Set(['provider access_token', 'provider refresh_token', 'provider id_token']));

  const bytes = databaseBytes(it.databaseFile);
  expect(bytes.includes('jonas@candidate.test'), 'the right file was looked into').toBe(true);
  expect(findIn(bytes, all), 'in the database file').toEqual([]);
  const copy = `${it.databaseFile}.copy`;
  backUpSqlite(it.databaseFile, copy);
  expect(readFileSync(copy).includes('jonas@candidate.test'), 'the copy holds what the file does').toBe(true);
  expect(findIn(readFileSync(copy), all), 'in a backup').toEqual([]);
  expect(it.logged.length, 'something was logged').toBeGreaterThan(0);
  expect(findIn(Buffer.from(it.logged.join('\n')), all), 'in the log').toEqual([]);
  expect(it.logged.join('\n')).not.toMatch(/@(acme|candidate)\.test/);
  const figures = await (await fetch(`${it.origin}/metrics`)).text();
  expect(findIn(Buffer.from(figures), all), 'in the figures').toEqual([]);

  // Tokens of ours are answered by the token endpoint, our code by the redirect; nothing else of it, nowhere.
  const never = [
    ...googleTokens,
    ...secrets.filter(({ name }) => /thread id|message id|googleCode|consent code|verifier/.test(name)),
  ];
  const answers = it.heard.map((line) => line.replace(/^\S+ \S+ /, ''));
  expect(findIn(Buffer.from(answers.join('\n')), never), 'in an answer').toEqual([]);
  const ours = secrets.filter(({ name }) => /_token|(access|refresh) token/.test(name));
  const elsewhere = it.heard
    .filter((line) => !line.startsWith('POST /auth/token 200'))
    .map((line) => line.replace(/^\S+ \S+ /, ''));
  expect(
    findIn(Buffer.from(elsewhere.join('\n')), ours),
    'in an answer that is not the token endpoint’s',
  ).toEqual([]);
  const words = secrets.filter(({ name }) => name === 'subject' || name === 'body');
  const notSends = it.heard
    .filter((line) => !/^\w+ \/v1\/sends/.test(line))
    .map((line) => line.replace(/^\S+ \S+ /, ''));
  expect(findIn(Buffer.from(notSends.join('\n')), words), 'in an answer that is no send').toEqual([]);
}, 60_000);

/** Keeps Google's tokens as its token endpoint answers with them; returns the stop. */
function listenForProviderTokens(found: Secret[]): () => void {
  const real = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const response = await real(input, init);
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== shared.google.url || !url.pathname.endsWith('/token')) return response;
    const answer = (await response.clone().json()) as Record<string, unknown>;
    for (const field of ['access_token', 'refresh_token', 'id_token']) {
      if (typeof answer[field] === 'string') found.push({ name: `provider ${field}`, value: answer[field] });
    }
    return response;
  };
  return () => void (globalThis.fetch = real);
}

test('the search itself finds a secret in every spelling', () => {
  const value = 'ya29.a-token/with+signs and words';
  for (const spelling of spellings(value)) {
    const bytes = Buffer.concat([Buffer.from('noise'), spelling, Buffer.from('noise')]);
    expect(findIn(bytes, [{ name: 'it', value }])).toEqual(['it']);
  }
  for (const shift of [0, 1, 2]) {
    const within = Buffer.from(`${'x'.repeat(shift)}${value}`).toString('base64');
    expect(findIn(Buffer.from(`abc${within}abc`), [{ name: 'it', value }]), `shift ${shift}`).toEqual(['it']);
  }
  expect(findIn(Buffer.from('nothing of the kind'), [{ name: 'it', value }])).toEqual([]);
});
