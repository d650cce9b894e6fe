import { v7 as uuidv7 } from 'uuid';
import { afterEach, expect, test, vi } from 'vitest';
import { rates } from '../routes/limits/rates.ts';
import { openerFor } from '../store/testing/engines.ts';
import { codeOf, createHttpWorld, redirectUri } from '../testing/http-world.ts';
import { runServer, type TestServer } from '../testing/running-server.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const open = openerFor('sqlite');
let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const scene = async () => createHttpWorld(await open(), shared.google, { rateLimitFactor: 1 });
const refresh = { grant_type: 'refresh_token', refresh_token: 'bhr_x' };
const startPath = `/auth/start?${new URLSearchParams({
  provider: 'google',
  redirect_uri: redirectUri,
  state: 'state-of-a-client',
  code_challenge: 'c'.repeat(43),
  code_challenge_method: 'S256',
})}`;

/** Headers by which proxies name a client, and by which a client can name whomever it likes. */
const invented = (i: number): Record<string, string> => {
  const address = `198.51.${i >> 8}.${i & 255}`;
  return {
    'x-forwarded-for': i % 2 ? address : `${address}, 10.0.0.${i & 255}`,
    'x-real-ip': address,
    forwarded: `for=${address}`,
    'cf-connecting-ip': address,
    'true-client-ip': address,
    'x-client-ip': address,
  };
};

test('a client that invents a new address with every request is still one client', async () => {
  const it = (server = await runServer(shared.google, { env: { RATE_LIMIT_FACTOR: '0.1' } }));
  const statuses: number[] = [];
  for (let i = 0; i < rates.signIn.burst / 10 + 60; i += 1) {
    const answer = await it.call('POST', '/auth/token', { body: refresh, headers: invented(i) });
    statuses.push(answer.status);
  }
  expect(statuses.filter((status) => status === 400).length).toBeLessThan(rates.signIn.burst / 10 + 30);
  expect(statuses.slice(-20)).toContain(429);
  const told = it.logged.filter((line) => line.includes('TRUSTED_PROXY_HOPS'));
  expect(told, 'the operator is told once that the header is not read').toHaveLength(1);
  expect(told[0]).not.toContain('198.51');
});

test('behind one proxy each client has its own bucket, and what a client wrote before the proxy does not count', async () => {
  const it = (server = await runServer(shared.google, {
    env: { RATE_LIMIT_FACTOR: '0.1', TRUSTED_PROXY_HOPS: '1' },
  }));
  const ask = async (forwarded: string) =>
    (await it.call('POST', '/auth/token', { body: refresh, headers: { 'x-forwarded-for': forwarded } }))
      .status;
  let last = 0;
  for (let i = 0; i < rates.signIn.burst / 10 + 60 && last !== 429; i += 1) {
    last = await ask(`198.51.100.${i & 255}, 203.0.113.7`);
  }
  expect(last).toBe(429);
  expect(await ask('203.0.113.8')).toBe(400);
  expect(await ask('203.0.113.7, 203.0.113.9')).toBe(400);
});

test('too much is refused with words and when to come back, and then it works again', async () => {
  const it = await scene();
  const ask = () => it.call('POST', '/auth/token', { body: refresh });
  for (let i = 0; i < rates.signIn.burst; i += 1) expect((await ask()).status, String(i)).toBe(400);
  const refused = await ask();
  expect([refused.status, codeOf(refused)]).toEqual([429, 'rate_limited']);
  const retryAfter = Number(refused.headers.get('retry-after'));
  expect(retryAfter).toBe(1);
  expect((refused.body as { error: { message: string } }).error.message).toBe(
    'Too much was asked for in a short time. Nothing was changed; try again in a second.',
  );
  it.advance(retryAfter * 1000);
  expect((await ask()).status).toBe(400);
});

test('three hundred people behind one address sign in at the same moment', async () => {
  const it = await scene();
  for (let i = 0; i < 300; i += 1) {
    const statuses = [
      (await it.call('GET', startPath)).status,
      (await it.call('GET', '/auth/callback/google?state=x&code=y')).status,
      (await it.call('POST', '/auth/token', { body: refresh })).status,
    ];
    expect(statuses, `person ${i}`).toEqual([302, 400, 400]);
  }
});

test('a person in the browser gets a page, and the sign-in that was under way is not used up', async () => {
  const it = await scene();
  const started = await it.call('GET', startPath);
  const state = new URL(started.headers.get('location')!).searchParams.get('state');
  const callback = `/auth/callback/google?state=${state}&error=access_denied`;
  for (let i = 1; i < rates.signIn.burst; i += 1) await it.call('POST', '/auth/token', { body: refresh });
  for (const path of [startPath, callback]) {
    const page = await it.call('GET', path);
    expect([page.status, page.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
    expect(page.text).toContain('wait a minute, then reload this page');
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  it.advance(60_000);
  const end = await it.call('GET', callback);
  expect(end.headers.get('location')).toContain(redirectUri);
});

test('who follows a link of their email gets a page too, and what they wanted can be done once the rush is over', async () => {
  const it = await scene();
  const [maya, ravi] = [await it.enter('maya@acme.test'), await it.enter('ravi@acme.test')];
  const sent = await ravi.submit({ from: { grantId: (await maya.give(ravi)).body.id } });
  const path = `/u/${await it.recipientTokens.make('unsubscribe', sent.body.id)}`;
  for (let i = 0; i < rates.inEmails.burst; i += 1) await it.app.request(`/u/x${i}`, { method: 'HEAD' });
  for (const method of ['GET', 'POST']) {
    const page = await it.call(method, path);
    expect([page.status, page.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
    expect(page.text).toContain('wait a minute, then open it again');
    expect(page.headers.get('retry-after')).toBe('1');
  }
  it.advance(1_000);
  expect((await it.call('POST', path)).text).toContain('You won’t be written to again');
  expect((await ravi.get<{ items: unknown[] }>('/v1/suppressions')).body.items).toHaveLength(1);
});

test('nobody at the same address can lock a signed-in member out', async () => {
  const it = await scene();
  const ravi = await it.enter('ravi@acme.test');
  expect((await ravi.get('/v1/me')).status).toBe(200);
  const guess = (i: number) => it.call('GET', '/v1/me', { token: `bha_${i}` });
  let last = 0;
  for (let i = 0; i <= rates.address.burst; i += 1) last = (await guess(i)).status;
  expect(last).toBe(429);
  for (const path of ['/v1/nothing', '/nothing', '/metrics', '/openapi.json', '/readyz']) {
    expect((await it.call('GET', path)).status, path).toBe(429);
  }
  expect((await it.call('GET', '/healthz')).status).toBe(200);
  expect((await ravi.get('/v1/me')).status).toBe(200);

  await ravi.post('/auth/logout');
  expect((await ravi.get('/v1/me')).status, 'its last look-up tells that it is over').toBe(401);
  expect((await ravi.get('/v1/me')).status).toBe(429);
});

test('what stands in emails is asked for by few proxies for very many people, and takes nothing from anybody else', async () => {
  const it = await scene();
  for (let i = 0; i < rates.inEmails.burst; i += 1) {
    const path = ['/o/token.gif', '/c/token', '/u/token'][i % 3]!;
    expect((await it.call('GET', path)).status, `${i}`).not.toBe(429);
  }
  expect((await it.call('GET', '/c/token')).status).toBe(429);
  expect((await it.call('GET', '/o/token.gif')).status, 'never a broken picture').toBe(200);
  expect((await it.call('GET', '/v1/me')).status).toBe(401);
});

test('a live token opens no second door to the routes of a sign-in', async () => {
  const it = await scene();
  const ravi = await it.enter('ravi@acme.test');
  await ravi.get('/v1/me');
  let last = 0;
  for (let i = 0; i <= rates.signIn.burst; i += 1) {
    last = (await it.call('POST', '/auth/token', { body: refresh, token: ravi.tokens.access_token })).status;
  }
  expect(last).toBe(429);
});

test('a member who asks without end is refused without the database being asked', async () => {
  const it = await scene();
  const [ravi, maya] = [await it.enter('ravi@acme.test'), await it.enter('maya@acme.test')];
  await maya.get('/v1/me');
  for (let i = 0; i <= rates.member.burst; i += 1) await ravi.get('/v1/me');
  const asked = vi.spyOn(it.store.read, 'select');
  expect((await ravi.get('/v1/me')).status).toBe(429);
  expect((await ravi.get('/v1/nothing')).status).toBe(429);
  expect(asked).not.toHaveBeenCalled();
  expect((await maya.get('/v1/me')).status).toBe(200);
  it.advance(60_000 / rates.member.perMinute);
  expect((await ravi.get('/v1/me')).status).toBe(200);
});

test('a second session does not double what a member may do', async () => {
  const it = await scene();
  const ravi = await it.enter('ravi@acme.test');
  for (let i = 0; i <= rates.member.burst; i += 1) await ravi.get('/v1/me');
  await ravi.signInAgain();
  // What a token is nobody knows before it was looked up once.
  expect((await ravi.get('/v1/me')).status).toBe(200);
  expect((await ravi.get('/v1/me')).status).toBe(429);
});

test.each([
  ['submit', '/v1/sends'],
  ['ask', '/v1/grants/requests'],
  ['ask', '/v1/grants'],
  ['ask', '/v1/invitations'],
  ['connect', '/v1/mailboxes/connect'],
] as const)(
  'beyond the rate of %s nothing more comes of POST %s, and other routes still answer',
  async (rate, path) => {
    const it = await scene();
    const ada = await it.enter('ada@acme.test');
    const bodies = {
      '/v1/sends': {
        from: { mailboxId: ada.mailboxId },
        to: { email: 'a@b.test' },
        subject: 'x',
        html: '<p>x</p>',
      },
      '/v1/grants/requests': { acceptorId: uuidv7() },
      '/v1/grants': { requestorId: uuidv7() },
      '/v1/invitations': { email: 'nora.lind@gmail.test' },
      '/v1/mailboxes/connect': {},
    };
    const ask = () => ada.post(path, bodies[path], { 'idempotency-key': uuidv7() });
    for (let i = 0; i < rates[rate].burst; i += 1) expect((await ask()).status, String(i)).not.toBe(429);
    const before = await it.snapshot();
    expect(codeOf(await ask())).toBe('rate_limited');
    expect(await it.snapshot()).toBe(before);
    expect((await ada.get('/v1/me')).status).toBe(200);
  },
);

test('requests that do not even fit are counted too', async () => {
  const it = await scene();
  const ada = await it.enter('ada@acme.test');
  for (let i = 0; i < rates.ask.burst; i += 1) await ada.post('/v1/grants/requests', { nonsense: 1 });
  expect(codeOf(await ada.post('/v1/grants/requests', { nonsense: 1 }))).toBe('rate_limited');
});

test('a page of the extension can read when to come back', async () => {
  const it = await scene();
  const origin = `chrome-extension://${'b'.repeat(32)}`;
  let response: Response;
  for (let i = 0; i <= rates.address.burst; i += 1)
    response = await it.app.request('/v1/me', { headers: { origin } });
  expect(response!.status).toBe(429);
  expect(response!.headers.get('access-control-allow-origin')).toBe(origin);
  expect(response!.headers.get('access-control-expose-headers')).toContain('Retry-After');
});
