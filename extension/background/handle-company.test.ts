import { expect, test } from 'vitest';
import { refusal } from './testing/fake-environment.ts';
import { fakeStorage } from './testing/fake-storage.ts';
import { grantId, sent } from './testing/sample-data.ts';
import { signedIn, startWorker } from './testing/start-worker.ts';

const now = Date.parse('2026-03-02T10:00:00');
const suppression = (email: string) => ({ id: email, email, source: 'import', by: null, createdAt: '' });

const policy = (consent: string, rest: string) => ({
  tracking: { consent, unknown: rest, elsewhere: rest },
  unsubscribeLine: false,
});

/** What an admin saves who saw `before`. */
const save = (consent: string, rest: string, before = policy('off', 'off')) =>
  ({ ...policy(consent, rest), from: before }) as never;

/** A server on which some stand already, which refuses every list after the first `lists`. */
async function start({ there = [] as string[], lists = Infinity, rules = policy('off', 'aggregate') } = {}) {
  const storage = fakeStorage();
  await signedIn(storage, now);
  const posted: string[][] = [];
  const worker = startWorker(
    ({ method, path, body }) => {
      if (path === '/v1/policy') {
        if (method === 'PUT') {
          const { from, ...wanted } = body as typeof rules & { from: typeof rules };
          if (JSON.stringify(from) !== JSON.stringify(rules))
            return { status: 409, body: refusal('state_moved_on', 'Maya changed these rules meanwhile.') };
          rules = wanted;
        }
        return { body: rules };
      }
      if (method === 'POST' && path === '/v1/sends') return { status: 202, body: sent };
      if (path.startsWith('/v1/suppressions/export')) return { body: 'email,source,by,createdAt\r\n' };
      if (method === 'GET' && path.startsWith('/v1/suppressions')) {
        const { searchParams } = new URL(path, 'http://localhost');
        const from = Number(searchParams.get('cursor') ?? 0);
        const items = Array.from({ length: Number(searchParams.get('limit')) }, (_, n) =>
          suppression(`person${from + n}@example.com`),
        );
        return { body: { items, nextCursor: String(from + items.length) } };
      }
      if (method !== 'POST' || path !== '/v1/suppressions') return null;
      const { email, emails = [email!] } = body as { email?: string; emails?: string[] };
      if (posted.length >= lists) return { status: 429, body: refusal('rate_limited', 'Wait a little.') };
      posted.push(emails);
      const added = emails.filter((each) => !there.includes(each)).length;
      return { body: { added, items: emails.map(suppression) } };
    },
    storage,
    now,
  );
  const decideElsewhere = (now: typeof rules) => {
    rules = now;
  };
  return { worker, posted, decideElsewhere };
}

test('a list is brought in with each address once, what is no address is named and left out, and all lines are told of', async () => {
  const { worker, posted } = await start({ there: ['old@example.com'] });
  const cells = [
    'New@Example.com',
    'old@example.com',
    'nobody',
    ' new@example.com ',
    '',
    '"a b"@example.com',
  ];
  expect(await worker.ask('suppressions:addAll', { cells })).toEqual({
    ok: true,
    value: { added: 1, there: 1, repeated: 1, invalid: ['nobody', '', '"a b"@example.com'] },
  });
  expect(posted).toEqual([['new@example.com', 'old@example.com']]);
});

test('nothing is asked of the server for a list without an address', async () => {
  const { worker, posted } = await start();
  expect(await worker.ask('suppressions:addAll', { cells: ['nobody'] })).toMatchObject({
    value: { added: 0, there: 0, invalid: ['nobody'] },
  });
  expect(posted).toEqual([]);
});

test('a long list goes in parts, and when it breaks off people hear how far it came', async () => {
  const cells = Array.from({ length: 2500 }, (_, n) => `person${n}@example.com`);
  const whole = await start();
  expect(await whole.worker.ask('suppressions:addAll', { cells })).toMatchObject({ value: { added: 2500 } });
  expect(whole.posted.map(({ length }) => length)).toEqual([1000, 1000, 500]);
  const { worker } = await start({ lists: 1 });
  expect(await worker.ask('suppressions:addAll', { cells })).toEqual({
    ok: false,
    error: { code: 'rate_limited', message: 'suppress_import_part|1000|2500|Wait a little.' },
  });
  const none = await start({ lists: 0 });
  expect(await none.worker.ask('suppressions:addAll', { cells })).toMatchObject({
    error: { message: 'Wait a little.' },
  });
});

test('one that is no address is refused in words, before the server is asked', async () => {
  const { worker, posted } = await start({ there: ['old@example.com'] });
  expect(await worker.ask('suppressions:add', { email: 'not one' })).toEqual({
    ok: false,
    error: { code: 'invalid_request', message: 'suppress_no_address|not one' },
  });
  expect(await worker.ask('suppressions:add', { email: ' old@EXAMPLE.com ' })).toEqual({
    ok: true,
    value: { email: 'old@example.com', isNew: false },
  });
  expect(posted).toEqual([['old@example.com']]);
});

test('as many are listed as a page shows, over as many pages of the server as that takes', async () => {
  const { worker } = await start();
  const answer = await worker.ask('suppressions:list', { search: 'a&b', limit: 450 });
  expect(answer).toMatchObject({ ok: true, value: { hasMore: true } });
  expect(answer.ok && answer.value.items.map(({ id }) => id).at(-1)).toBe('person449@example.com');
  const paths = worker.asked.map(({ path }) => path);
  expect(paths.filter((path) => path.startsWith('/v1/suppressions'))).toEqual([
    '/v1/suppressions?search=a%26b&limit=200',
    '/v1/suppressions?search=a%26b&cursor=200&limit=200',
    '/v1/suppressions?search=a%26b&cursor=400&limit=50',
  ]);
});

test('the export is the server’s file, byte for byte', async () => {
  const { worker } = await start();
  expect(await worker.ask('suppressions:file', undefined)).toEqual({
    ok: true,
    value: 'email,source,by,createdAt\r\n',
  });
});

test('opens and clicks can be asked for where the policy has any of it, and as soon as it has', async () => {
  const { worker } = await start({ rules: policy('off', 'off') });
  const choice = async () => worker.ask('tracking:choice', undefined);
  expect(await choice()).toMatchObject({ value: { allowed: false, on: false } });
  await worker.ask('policy:change', save('off', 'individual'));
  expect(await choice()).toMatchObject({ value: { allowed: true, on: false } });
  expect(await worker.ask('policy:read', undefined)).toMatchObject({ value: policy('off', 'individual') });
});

test('rules that were decided without having seen another admin’s are refused, and those are read at once', async () => {
  const { worker, decideElsewhere } = await start({ rules: policy('off', 'off') });
  expect(await worker.ask('policy:read', undefined)).toMatchObject({ value: policy('off', 'off') });
  decideElsewhere(policy('off', 'aggregate'));
  expect(await worker.ask('policy:change', save('off', 'individual'))).toMatchObject({
    error: { code: 'state_moved_on' },
  });
  expect(await worker.ask('policy:read', undefined)).toMatchObject({ value: policy('off', 'aggregate') });
});

test('what was asked for last time is what the next email begins with, and never against the policy', async () => {
  const { worker } = await start();
  const submit = (key: string, track?: { opens: boolean; clicks: boolean }) => {
    const to = { email: 'cara@example.com' };
    const send = { from: { grantId }, to, subject: 'Hi', html: '<p>Hi</p>', ...(track && { track }) };
    return worker.ask('sends:submit', { key, send });
  };
  const on = async () => worker.ask('tracking:choice', undefined);
  await submit('key-12345', { opens: true, clicks: true });
  expect(worker.asked.find(({ path }) => path === '/v1/sends')?.body).toMatchObject({
    track: { opens: true },
  });
  expect(await on()).toMatchObject({ value: { on: true } });
  await worker.ask('policy:change', save('off', 'off', policy('off', 'aggregate')));
  expect(await on()).toMatchObject({ value: { allowed: false, on: false } });
  await worker.ask('policy:change', save('off', 'aggregate'));
  await submit('key-67890');
  expect(await on()).toMatchObject({ value: { allowed: true, on: false } });
});
