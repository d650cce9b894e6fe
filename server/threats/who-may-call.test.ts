import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { openerFor } from '../store/testing/engines.ts';
import { codeOf, createHttpWorld, extensionId } from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const open = openerFor('sqlite');
const scene = async () => {
  const it = await createHttpWorld(await open(), shared.google);
  return { it, ravi: await it.enter('ravi@acme.test') };
};

/** All that answers without a session. A new route has to be written down here, or it asks for one. */
const openToAll = [
  'GET /auth/callback/{provider}',
  'GET /auth/start',
  'GET /c/{token}',
  'GET /healthz',
  'GET /o/{file}',
  'GET /readyz',
  'GET /u/{token}',
  'POST /auth/token',
  'POST /u/{token}',
  'POST /u/{token}/erasure',
];

test('only these routes answer without a session', async () => {
  const { it } = await scene();
  const without = it.contract.routes.filter(({ operation }) => !operation.security?.length);
  expect(without.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(openToAll);
});

test('every other route wants a live session, whatever else comes with the request', async () => {
  const { it, ravi } = await scene();
  const ended = await it.signIn(ravi.memberId);
  await it.call('POST', '/auth/logout', { token: ended.access_token });
  const expired = await it.signIn(ravi.memberId);
  it.advance(15 * 60_000);
  await ravi.signInAgain();
  const { access_token: live, refresh_token: refresh } = ravi.tokens;
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const none: Record<string, string>[] = [
    {},
    ...[ended.access_token, expired.access_token, refresh, 'bha_', `bha_${'A'.repeat(43)}`, `${live}x`].map(
      bearer,
    ),
    ...[
      live.slice(0, -1),
      live.toUpperCase(),
      ` ${live} ${live}`,
      `${live},${live}`,
      'null',
      '[object Object]',
    ].map(bearer),
    { authorization: live },
    { authorization: `Basic ${Buffer.from(`ravi:${live}`).toString('base64')}` },
    { cookie: `session=${live}; access_token=${live}` },
    { origin: `chrome-extension://${extensionId}` },
    { origin: `chrome-extension://${extensionId}`, 'sec-fetch-site': 'none', 'x-requested-with': 'behalf' },
    { 'x-forwarded-user': ravi.email, 'x-member-id': ravi.memberId, 'x-forwarded-for': '127.0.0.1' },
  ];
  const before = await it.snapshot();
  for (const { method, path, operation } of it.contract.routes) {
    if (!operation.security?.length) continue;
    for (const headers of none) {
      const url = path.replace('{id}', uuidv7());
      const body = operation.requestBody ? { body: {} } : {};
      for (const query of ['', `?access_token=${live}&token=${live}`]) {
        const answer = await it.call(method, url + query, { headers, ...body });
        const what = `${method} ${url} ${JSON.stringify(headers)}`;
        expect([answer.status, codeOf(answer)], what).toEqual([401, 'unauthenticated']);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
    }
  }
  expect(await it.snapshot()).toBe(before);
}, 60_000);

test('another site can’t read an answer: only the extension’s own pages are named by CORS', async () => {
  const { it, ravi } = await scene();
  const own = `chrome-extension://${extensionId}`;
  const foreign = [
    ...[
      `chrome-extension://${'c'.repeat(32)}`,
      `${own}.evil.example`,
      `https://${extensionId}.chromiumapp.org`,
    ],
    ...[
      'https://evil.example',
      'null',
      `${own}/`,
      `chrome-extension://${extensionId.toUpperCase()}`,
      'http://localhost:8787',
    ],
  ];
  const token = ravi.tokens.access_token;
  const allowed = async (method: string, origin: string) => {
    const headers = { origin, 'access-control-request-method': 'POST' };
    const response = await it.app.request('/v1/sends', {
      method,
      headers: method === 'OPTIONS' ? headers : { origin, authorization: `Bearer ${token}` },
    });
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('vary')?.toLowerCase()).toContain('origin');
    return response.headers.get('access-control-allow-origin');
  };
  for (const method of ['GET', 'OPTIONS']) {
    expect(await allowed(method, own)).toBe(own);
    for (const origin of foreign) expect(await allowed(method, origin), `${method} ${origin}`).toBeNull();
  }
});

test('every answer carries its guards, also refusals, pages and what is not found', async () => {
  const { it, ravi } = await scene();
  for (const path of [
    '/v1/me',
    '/v1/nothing',
    '/auth/start',
    '/auth/callback/google?state=x',
    '/healthz',
    '/metrics',
    '/openapi.json',
  ]) {
    for (const token of [undefined, ravi.tokens.access_token]) {
      const response = await it.app.request(
        path,
        token ? { headers: { authorization: `Bearer ${token}` } } : {},
      );
      expect(response.headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(response.headers.get('cache-control'), path).toContain('no-store');
      expect(response.headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(response.headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
      expect(response.headers.get('content-security-policy'), path).toContain("default-src 'none'");
      expect(response.headers.get('set-cookie'), path).toBeNull();
    }
  }
});

test('a request names its own answer’s id neither by header nor by query', async () => {
  const { it } = await scene();
  const answer = await it.call('GET', '/v1/me?requestId=mine', { headers: { 'x-request-id': 'mine' } });
  expect(answer.headers.get('x-request-id')).not.toBe('mine');
  expect(answer.text).not.toContain('mine');
});
