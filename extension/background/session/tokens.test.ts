import { expect, test } from 'vitest';
import { createApi } from '../api-client.ts';
import { createHttp } from '../api/http.ts';
import { fakeEnvironment, refusal, type FakeServer } from '../testing/fake-environment.ts';
import { fakeStorage } from '../testing/fake-storage.ts';
import { settled } from '../testing/start-worker.ts';
import { createTokens } from './tokens.ts';

const serverUrl = 'http://localhost:8787';
const pair = (n: number) => ({
  access_token: `access-${n}`,
  refresh_token: `refresh-${n}`,
  token_type: 'Bearer' as const,
  expires_in: 900,
});

/** A server that rotates: `access-n` is good only while it is the last one given out. A refresh takes until `ready`. */
function rotatingServer(ready: () => Promise<void> = settled) {
  let current = 1;
  const server: FakeServer = async ({ path, body, headers }) => {
    if (path !== '/auth/token') {
      const good = headers.get('authorization') === `Bearer access-${current}`;
      return good ? { body: { ok: true } } : { status: 401, body: refusal('unauthenticated') };
    }
    await ready();
    if ((body as { refresh_token: string }).refresh_token !== `refresh-${current}`)
      return { status: 400, body: refusal('invalid_grant') };
    current += 1;
    return { body: pair(current) };
  };
  return { server };
}

function world(server: FakeServer, storage = fakeStorage()) {
  const { environment, asked, clock } = fakeEnvironment(server);
  const text = (key: string) => key;
  const http = createHttp({ fetch: environment.fetch, text });
  let lost = 0;
  const tokens = createTokens({
    storage,
    http,
    now: environment.now,
    text,
    onLost: async () => void (lost += 1),
  });
  const refreshes = () => asked.filter(({ path }) => path === '/auth/token').length;
  return {
    tokens,
    call: createApi({ fetch: environment.fetch, text, tokens }).me,
    storage,
    asked,
    clock,
    refreshes,
    lost: () => lost,
  };
}

test('fifty calls with a refused token lead to one refresh and all succeed', async () => {
  const { tokens, call, refreshes, storage } = world(rotatingServer().server);
  await tokens.save(serverUrl, { ...pair(1), access_token: 'access-0' });
  const answers = await Promise.all(Array.from({ length: 50 }, () => call()));
  expect(answers.every(({ ok }) => ok)).toBe(true);
  expect(refreshes()).toBe(1);
  expect(await storage.local.get('refresh')).toMatchObject({ token: 'refresh-2' });
});

test('a caller that comes late with an old token gets its successor without a refresh', async () => {
  const { tokens, refreshes } = world(rotatingServer().server);
  await tokens.save(serverUrl, pair(1));
  await tokens.renew('access-1');
  expect(await tokens.renew('access-1')).toMatchObject({ ok: true, value: { token: 'access-2' } });
  expect(refreshes()).toBe(1);
});

test('an expired token is refreshed before it is used, also by a restarted worker', async () => {
  const first = world(rotatingServer().server);
  await first.tokens.save(serverUrl, pair(1));
  const { tokens, clock, refreshes } = world(rotatingServer().server, first.storage);
  clock.now += 900_000;
  expect(await tokens.current()).toMatchObject({ ok: true, value: { token: 'access-2' } });
  expect(refreshes()).toBe(1);
});

test('a refusal after the refresh is passed on instead of tried for ever', async () => {
  const { tokens, call, asked } = world(({ path }) =>
    path === '/auth/token' ? { body: pair(2) } : { status: 401, body: refusal('unauthenticated') },
  );
  await tokens.save(serverUrl, pair(1));
  expect(await call()).toMatchObject({ ok: false, error: { code: 'unauthenticated' } });
  expect(asked).toHaveLength(3);
});

test('invalid_grant signs out, once, and says so', async () => {
  const { tokens, call, lost } = world(({ path }) =>
    path === '/auth/token'
      ? { status: 400, body: refusal('invalid_grant') }
      : { status: 401, body: refusal('unauthenticated') },
  );
  await tokens.save(serverUrl, pair(1));
  const answers = await Promise.all([call(), call()]);
  for (const answer of answers) expect(answer).toMatchObject({ error: { code: 'signed_out' } });
  expect(await tokens.signedIn()).toBe(false);
  expect(lost()).toBe(1);
});

test('a server that can not be reached leaves the session as it is', async () => {
  const { tokens, call, clock } = world(() => 'unreachable');
  await tokens.save(serverUrl, pair(1));
  clock.now += 900_000;
  expect(await call()).toMatchObject({ error: { code: 'offline' } });
  expect(await tokens.signedIn()).toBe(true);
});

test('a refresh that ends after the sign-out brings no token back', async () => {
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  const { tokens, storage, refreshes } = world(rotatingServer(() => held).server);
  await tokens.save(serverUrl, pair(1));
  const late = tokens.renew('access-1');
  await settled();
  expect(refreshes()).toBe(1);
  await tokens.clear();
  answer();
  expect(await late).toMatchObject({ error: { code: 'signed_out' } });
  expect(storage.local.values.size + storage.session.values.size).toBe(0);
});

test('a token is shown to the server it came from, whatever the options say by now', async () => {
  const { environment } = fakeEnvironment(() => ({ body: {} }));
  const urls: string[] = [];
  const spying: typeof fetch = (url, init) => {
    urls.push(String(url));
    return environment.fetch(url as string, init);
  };
  const { tokens } = world(() => null);
  await tokens.save('https://one.test', pair(1));
  await createApi({ fetch: spying, text: (key) => key, tokens }).me();
  expect(urls).toEqual(['https://one.test/v1/me']);
});
