import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { googleIdentity, type GoogleIdentity } from './oauth.ts';

/** A provider that answers whatever a test tells it to: what the honest stand-in never says. */
let server: Server;
let url: string;
let identity: GoogleIdentity;
let keys: Awaited<ReturnType<typeof generateKeyPair>>;
let answer: { status: number; body: object | string };
let requests: { method: string; path: string; body: string }[];

beforeAll(async () => {
  keys = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    requests.push({ method: request.method!, path: request.url!, body });
    const reply = request.url === '/oauth2/v3/certs' ? { status: 200, body: { keys: [jwk] } } : answer;
    if (answer.status === 0) return void response.writeHead(200).write('{');
    response.writeHead(reply.status, { 'content-type': 'application/json' });
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  requests = [];
  identity = googleIdentity({
    clientId: 'client',
    clientSecret: 'the-secret',
    baseUrl: url,
    clock: () => 1000,
  });
});

const seconds = () => Math.floor(Date.now() / 1000);
const claims = (): JWTPayload => ({
  iss: url,
  aud: 'client',
  sub: '42',
  nonce: 'nonce',
  email: 'ada@acme.test',
  email_verified: true,
  name: 'Ada',
  iat: seconds(),
  exp: seconds() + 3600,
});
const sign = (payload: JWTPayload, key = keys.privateKey, kid = 'k1') =>
  new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
const exchange = () =>
  identity.exchangeCode({ code: 'the-code', codeVerifier: 'v', nonce: 'nonce', redirectUri: 'http://x/cb' });
const tokensWith = (idToken?: string) => ({
  status: 200,
  body: { access_token: 'at', refresh_token: 'rt', expires_in: 100, scope: 'a b', id_token: idToken },
});

test('a believable answer becomes an account, its tokens and what was really granted', async () => {
  answer = tokensWith(await sign({ ...claims(), hd: 'acme.test' }));
  const outcome = await exchange();
  expect(outcome).toMatchObject({
    outcome: 'granted',
    grant: {
      account: { iss: url, sub: '42', email: 'ada@acme.test', name: 'Ada', hostedDomain: 'acme.test' },
      accessToken: 'at',
      refreshToken: 'rt',
      scopes: ['a', 'b'],
    },
  });
  const { accessTokenUntil } = (outcome as { grant: { accessTokenUntil: number } }).grant;
  expect(Math.abs(accessTokenUntil - 101_000)).toBeLessThan(2_000);
});

test('an ID token that is forged, for others, too old, replayed or unverified is not believed', async () => {
  const stranger = await generateKeyPair('RS256');
  const good = await sign(claims());
  const tampered = good.split('.');
  tampered[1] = Buffer.from(JSON.stringify({ ...claims(), sub: '43' })).toString('base64url');
  const forged: Record<string, string | undefined> = {
    'no token': undefined,
    'not a token': 'x',
    'signed by a stranger': await sign(claims(), stranger.privateKey),
    'unknown key id': await sign(claims(), keys.privateKey, 'k2'),
    'key id of an object': await sign(claims(), keys.privateKey, 'constructor'),
    unsigned: new UnsecuredJWT(claims()).encode(),
    tampered: tampered.join('.'),
    'other issuer': await sign({ ...claims(), iss: 'https://evil.example' }),
    'other audience': await sign({ ...claims(), aud: 'another-client' }),
    expired: await sign({ ...claims(), iat: seconds() - 7200, exp: seconds() - 3600 }),
    'other nonce': await sign({ ...claims(), nonce: 'another' }),
    'no nonce': await sign({ ...claims(), nonce: undefined }),
    'unverified address': await sign({ ...claims(), email_verified: false }),
    'verified as text': await sign({ ...claims(), email_verified: 'true' }),
    'no address': await sign({ ...claims(), email: undefined }),
    'no account id': await sign({ ...claims(), sub: '' }),
  };
  for (const [what, idToken] of Object.entries(forged)) {
    answer = tokensWith(idToken);
    expect(await exchange(), what).toEqual({ outcome: 'unbelievable' });
  }
});

test('keys are fetched once and again only for a key id that is new', async () => {
  answer = tokensWith(await sign(claims()));
  await exchange();
  await exchange();
  expect(requests.filter(({ path }) => path === '/oauth2/v3/certs')).toHaveLength(1);
  answer = tokensWith(await sign(claims(), keys.privateKey, 'k2'));
  await exchange();
  expect(requests.filter(({ path }) => path === '/oauth2/v3/certs')).toHaveLength(2);
});

test('a refused code is refused, and an unclear answer is unreachable; each after exactly one request', async () => {
  const outcomes: [number, object | string, string][] = [
    [400, { error: 'invalid_grant' }, 'refused'],
    [401, { error: 'invalid_client' }, 'refused'],
    [429, {}, 'unreachable'],
    [500, 'oops', 'unreachable'],
    [503, {}, 'unreachable'],
  ];
  for (const [status, body, outcome] of outcomes) {
    requests = [];
    answer = { status, body };
    expect(await exchange()).toEqual({ outcome });
    expect(requests, String(status)).toHaveLength(1);
  }
});

test('only invalid_grant says that a refresh token is dead; each after exactly one request', async () => {
  const outcomes: [number, object | string, string][] = [
    [400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }, 'dead'],
    [400, { error: 'invalid_grant', error_subtype: 'invalid_rapt', error_description: 'reauth' }, 'dead'],
    [401, { error: 'invalid_client' }, 'unreachable'],
    [400, { error: 'unauthorized_client' }, 'unreachable'],
    [429, { error: 'rate_limited' }, 'unreachable'],
    [500, 'oops', 'unreachable'],
    [200, {}, 'unreachable'],
  ];
  for (const [status, body, outcome] of outcomes) {
    requests = [];
    answer = { status, body };
    expect(await identity.refresh('rt'), JSON.stringify(body)).toEqual({ outcome });
    expect(requests).toHaveLength(1);
  }
});

test('a provider that is not there is unreachable, and nothing is thrown', async () => {
  const gone = googleIdentity({
    clientId: 'client',
    clientSecret: 'the-secret',
    baseUrl: 'http://127.0.0.1:1',
    clock: () => 0,
  });
  expect(await gone.refresh('rt')).toEqual({ outcome: 'unreachable' });
  expect(await gone.revoke('rt')).toBe(false);
  expect(await gone.readHistoryId('at')).toBeNull();
});

test('a token to revoke goes in the body, never in the address', async () => {
  answer = { status: 200, body: {} };
  expect(await identity.revoke('secret-token')).toBe(true);
  expect(requests[0]).toEqual({ method: 'POST', path: '/oauth2/revoke', body: 'token=secret-token' });
  answer = { status: 400, body: { error: 'invalid_token' } };
  expect(await identity.revoke('secret-token')).toBe(true);
  answer = { status: 400, body: { error: 'invalid_request' } };
  expect(await identity.revoke('secret-token')).toBe(false);
});

test('a history id is kept as text, and anything else is none', async () => {
  for (const [historyId, read] of [
    ['18446744073709551617', '18446744073709551617'],
    [123, null],
    ['1 or 2', null],
    [undefined, null],
  ]) {
    answer = { status: 200, body: { historyId } };
    expect(await identity.readHistoryId('at')).toBe(read);
  }
});

test('signing in asks Google itself only who it is', async () => {
  const real = googleIdentity({ clientId: 'c', clientSecret: 's', baseUrl: undefined, clock: () => 0 });
  expect(real.issuer).toBe('https://accounts.google.com');
  const consent = new URL(
    real.consentUrl({
      purpose: 'signIn',
      replies: true,
      state: 's',
      nonce: 'n',
      codeChallenge: 'c',
      redirectUri: 'http://x/cb',
      loginHint: null,
    }),
  );
  expect(consent.origin + consent.pathname).toBe('https://accounts.google.com/o/oauth2/v2/auth');
  expect(Object.fromEntries(consent.searchParams)).toMatchObject({
    scope: 'openid email profile',
    prompt: 'select_account',
    code_challenge_method: 'S256',
  });
  expect(consent.searchParams.has('access_type')).toBe(false);
});

test('an answer whose body never ends is unreachable', async () => {
  const options = { clientId: 'client', clientSecret: 'the-secret', baseUrl: url, clock: () => 0 };
  identity = googleIdentity({ ...options, timeoutMs: 50 });
  answer = { status: 0, body: '' };
  expect(await Promise.all([exchange(), identity.refresh('rt'), identity.revoke('rt')])).toEqual([
    { outcome: 'unreachable' },
    { outcome: 'unreachable' },
    false,
  ]);
  expect(await identity.readHistoryId('at')).toBeNull();
});
