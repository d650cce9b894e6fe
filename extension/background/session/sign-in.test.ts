import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { AuthStartQuery, TokenRequest } from '../../../shared/api/auth.ts';
import { createHttp } from '../api/http.ts';
import { fakeEnvironment } from '../testing/fake-environment.ts';
import { fakePlatform } from '../testing/fake-platform.ts';
import { signInAt } from './sign-in.ts';

const server = 'http://localhost:8787';
const tokens = { access_token: 'a', refresh_token: 'r', token_type: 'Bearer', expires_in: 900 };

/** Signs in with a provider that answers with `redirect`, made from what was asked. */
function world(redirect: (query: URLSearchParams) => Record<string, string> | string) {
  const { environment, asked } = fakeEnvironment(() => ({ body: tokens }));
  const { platform, state } = fakePlatform();
  const started: URL[] = [];
  state.launch = async (address) => {
    const url = new URL(address);
    started.push(url);
    const answer = redirect(url.searchParams);
    if (typeof answer === 'string') return answer;
    return `${url.searchParams.get('redirect_uri')}?${new URLSearchParams(answer)}`;
  };
  const http = createHttp({ fetch: environment.fetch, text: platform.i18n.text });
  const run = () =>
    signInAt(server, {
      identity: platform.identity,
      http,
      text: platform.i18n.text,
      randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    });
  return { run, asked, started, state };
}
const good = (query: URLSearchParams) => ({ code: 'c', state: query.get('state') ?? '', iss: server });

test('signs in with a code, its verifier and the same redirect address', async () => {
  const { run, asked, started } = world(good);
  expect(await run()).toEqual({ ok: true, value: tokens });
  const query = AuthStartQuery.parse(Object.fromEntries(started[0]?.searchParams ?? []));
  const body = TokenRequest.parse(asked[0]?.body);
  if (body.grant_type !== 'authorization_code') throw new Error('not a code');
  const challenge = createHash('sha256').update(body.code_verifier).digest('base64url');
  expect(query.code_challenge).toBe(challenge);
  expect(body.redirect_uri).toBe(query.redirect_uri);
});

test('state and verifier are new for every sign-in', async () => {
  const { run, asked, started } = world(good);
  await run();
  await run();
  const [first, second] = started.map((url) => url.searchParams);
  expect(first?.get('state')).not.toBe(second?.get('state'));
  expect(asked[0]?.body).not.toEqual(asked[1]?.body);
});

test.each<[string, (query: URLSearchParams) => Record<string, string> | string, string]>([
  ['a foreign state', (query) => ({ ...good(query), state: 'x' }), 'worker_sign_in_foreign'],
  ['no state', () => ({ code: 'c', iss: server }), 'worker_sign_in_foreign'],
  [
    'a state given twice',
    (query) => `${query.get('redirect_uri')}?code=c&iss=${server}&state=${query.get('state')}&state=x`,
    'worker_sign_in_foreign',
  ],
  [
    'another issuer',
    (query) => ({ ...good(query), iss: 'https://evil.test' }),
    `worker_sign_in_issuer|${server}`,
  ],
  [
    'no issuer',
    (query) => ({ code: 'c', state: query.get('state') ?? '' }),
    `worker_sign_in_issuer|${server}`,
  ],
  [
    'another address',
    (query) => `https://evil.test/cb?code=c&iss=${server}&state=${query.get('state')}`,
    'worker_sign_in_foreign',
  ],
  ['no address', () => '', 'worker_sign_in_foreign'],
  [
    'a denial',
    (query) => ({ error: 'access_denied', state: query.get('state') ?? '', iss: server }),
    'worker_sign_in_denied',
  ],
  ['a denial that is not ours', () => ({ error: 'access_denied', iss: server }), 'worker_sign_in_foreign'],
  [
    'a failure',
    (query) => ({ error: 'server_error', state: query.get('state') ?? '', iss: server }),
    'worker_sign_in_failed',
  ],
])('an answer with %s is refused and its code not used', async (_what, redirect, message) => {
  const { run, asked } = world(redirect);
  expect(await run()).toMatchObject({ ok: false, error: { message } });
  expect(asked).toEqual([]);
});

test('a closed window and an unreachable server are told apart', async () => {
  const { run, state } = world(good);
  state.launch = async () => Promise.reject(new Error('The user did not approve access.'));
  expect(await run()).toMatchObject({ error: { code: 'refused', message: 'worker_sign_in_closed' } });
  state.launch = async () => Promise.reject(new Error('Authorization page could not be loaded.'));
  expect(await run()).toMatchObject({ error: { code: 'offline' } });
});
