import { createHash, randomBytes } from 'node:crypto';
import { CodeChallengeMethod, type Credentials, type OAuth2Client } from 'google-auth-library';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type GoogleStandIn, startGoogle } from './start.ts';
import {
  authClient,
  consent,
  gmailAs,
  metadataScope,
  redirectUri,
  refusal,
  sendScope,
  signInScope,
} from './testing.ts';

let google: GoogleStandIn;
beforeAll(async () => {
  google = await startGoogle({ redirectUris: [redirectUri] });
});
afterAll(() => google.close());

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');

function authorizeUrl(options: Parameters<OAuth2Client['generateAuthUrl']>[0] = {}): string {
  return authClient(google).generateAuthUrl({
    scope: `${signInScope} ${sendScope} ${metadataScope}`,
    access_type: 'offline',
    state: 'st',
    prompt: 'consent',
    nonce: 'n-1',
    code_challenge: challenge,
    code_challenge_method: CodeChallengeMethod.S256,
    ...options,
  });
}

async function connect(email: string, untick: string[] = []): Promise<Credentials> {
  const back = await consent(google, authorizeUrl(), email, { untick });
  const code = back.searchParams.get('code') ?? '';
  return (await authClient(google).getToken({ code, codeVerifier: verifier })).tokens;
}

/** The token endpoint's refusal, which has Google's OAuth shape and not the API's. */
async function tokenRefusal(form: Record<string, string>): Promise<{ status: number; error: string }> {
  const response = await fetch(`${google.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: google.clientId, client_secret: google.clientSecret, ...form }),
  });
  return { status: response.status, error: ((await response.json()) as { error: string }).error };
}

describe('signing in', () => {
  test('gives an ID token that google-auth-library and jose both accept', async () => {
    const { id_token: idToken = '' } = await connect('maya@acme.test');
    const ticket = await authClient(google).verifyIdToken({
      idToken: idToken ?? '',
      audience: google.clientId,
    });
    expect(ticket.getPayload()).toMatchObject({
      iss: google.url,
      aud: google.clientId,
      azp: google.clientId,
      sub: google.person('maya@acme.test')?.sub,
      email: 'maya@acme.test',
      email_verified: true,
      name: 'Maya Chen',
      hd: 'acme.test',
      nonce: 'n-1',
    });
    const keys = createRemoteJWKSet(new URL(`${google.url}/oauth2/v3/certs`));
    const { payload } = await jwtVerify(idToken ?? '', keys, {
      issuer: google.url,
      audience: google.clientId,
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
  });

  test('says no hd for a personal account', async () => {
    const { id_token: idToken } = await connect('nora.lind@gmail.test');
    const ticket = await authClient(google).verifyIdToken({
      idToken: idToken ?? '',
      audience: google.clientId,
    });
    expect(ticket.getPayload()).not.toHaveProperty('hd');
  });

  test('comes back with the state, the issuer, the scopes and the workspace', async () => {
    const back = await consent(google, authorizeUrl(), 'ravi@acme.test');
    const parameters = Object.fromEntries(back.searchParams);
    expect(parameters).toMatchObject({ state: 'st', iss: google.url, authuser: '0', hd: 'acme.test' });
    expect(parameters.scope?.split(' ')).toEqual(
      expect.arrayContaining(['openid', sendScope, metadataScope]),
    );
  });

  test('tells a plain client who it is talking to', async () => {
    const auth = authClient(google);
    auth.setCredentials(await connect('maya@acme.test'));
    const info = await auth.getTokenInfo(auth.credentials.access_token ?? '');
    expect(info.email).toBe('maya@acme.test');
    const userInfo = await auth.request<{ sub: string }>({ url: `${google.url}/oauth2/v3/userinfo` });
    expect(userInfo.data.sub).toBe(google.person('maya@acme.test')?.sub);
  });
});

describe('the consent page', () => {
  test('lists the seeded people by name and never the canary', async () => {
    const page = await (await fetch(authorizeUrl())).text();
    for (const name of ['Ravi Patel', 'Maya Chen', 'Lucía Ortega', 'Sam Globex'])
      expect(page).toContain(name);
    expect(page.toLowerCase()).not.toContain('canary');
  });

  test('grants only what was left ticked', async () => {
    const tokens = await connect('maya@acme.test', [metadataScope]);
    expect(tokens.scope?.split(' ').toSorted()).toEqual(
      [
        'openid',
        sendScope,
        'https://www.googleapis.com/auth/userinfo.email',
        'https://www.googleapis.com/auth/userinfo.profile',
      ].toSorted(),
    );
  });

  test('sends a refusal back as access_denied', async () => {
    const back = await consent(google, authorizeUrl(), 'tom@acme.test', { decision: 'deny' });
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error: 'access_denied',
      state: 'st',
      iss: google.url,
    });
  });

  test('preselects the hinted account, unless the choice is asked for', async () => {
    const hinted = authorizeUrl({ login_hint: 'ada@acme.test' });
    expect(await (await fetch(hinted)).text()).toContain('wants access to your Google Account');
    const choosing = authorizeUrl({ login_hint: 'ada@acme.test', prompt: 'select_account' });
    expect(await (await fetch(choosing)).text()).toContain('Choose an account');
  });

  test('is spared, and with it the refresh token, when everything was allowed before', async () => {
    await connect('lucia@candidate.test');
    const response = await fetch(authorizeUrl({ login_hint: 'lucia@candidate.test', prompt: '' }), {
      redirect: 'manual',
    });
    expect(response.status).toBe(302);
    const code = new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const { tokens } = await authClient(google).getToken({ code, codeVerifier: verifier });
    expect(tokens.access_token).toBeTruthy();
    expect(tokens).not.toHaveProperty('refresh_token');
  });

  test('shows an error instead of redirecting to an address that is not registered', async () => {
    const url = new URL(authorizeUrl());
    url.searchParams.set('redirect_uri', 'http://evil.test/cb');
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('redirect_uri_mismatch');
  });
});

describe('the token endpoint', () => {
  const exchange = (code: string, more: Record<string, string> = {}) =>
    tokenRefusal({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...more,
    });
  const newCode = async () =>
    (await consent(google, authorizeUrl(), 'kenji@candidate.test')).searchParams.get('code') ?? '';

  test('takes a code once', async () => {
    const code = await newCode();
    await authClient(google).getToken({ code, codeVerifier: verifier });
    expect(await exchange(code)).toEqual({ status: 400, error: 'invalid_grant' });
  });

  test('refuses a wrong verifier, redirect address or client secret', async () => {
    expect(await exchange(await newCode(), { code_verifier: 'x'.repeat(43) })).toEqual({
      status: 400,
      error: 'invalid_grant',
    });
    expect(await exchange(await newCode(), { redirect_uri: `${redirectUri}/` })).toEqual({
      status: 400,
      error: 'redirect_uri_mismatch',
    });
    expect(await exchange(await newCode(), { client_secret: 'wrong' })).toEqual({
      status: 401,
      error: 'invalid_client',
    });
  });

  test('refreshes with the scopes that were granted', async () => {
    const { refresh_token } = await connect('maya@acme.test', [metadataScope]);
    const auth = authClient(google);
    auth.setCredentials({ refresh_token: refresh_token ?? '' });
    const { credentials } = await auth.refreshAccessToken();
    expect(credentials.scope).toContain(sendScope);
    expect(credentials.scope).not.toContain(metadataScope);
  });
});

describe('the life of tokens', () => {
  test('an unknown, malformed, expired or revoked token is 401 with Google’s shape', async () => {
    for (const authorization of ['Bearer ya29.unknown', 'Bearer', 'Basic abc', 'Bearer a b']) {
      const response = await fetch(`${google.url}/gmail/v1/users/me/profile`, { headers: { authorization } });
      expect(response.status).toBe(401);
      const body = (await response.json()) as { error: { code: number; status: string } };
      expect(body.error).toMatchObject({ code: 401, status: 'UNAUTHENTICATED' });
    }
    const mail = gmailAs(google, 'tom@acme.test');
    await mail.users.getProfile({ userId: 'me' });
    expect(google.expireTokens('tom@acme.test')).toBeGreaterThan(0);
    expect(await refusal(mail.users.getProfile({ userId: 'me' }))).toMatchObject({
      status: 401,
      reason: 'authError',
    });
    const revoked = gmailAs(google, 'tom@acme.test');
    google.revokeTokens('tom@acme.test');
    expect((await refusal(revoked.users.getProfile({ userId: 'me' }))).status).toBe(401);
    google.assertCanaryEmpty();
  });

  test('revoking one token ends every token of the grant', async () => {
    const first = await connect('ada@acme.test');
    const second = await connect('ada@acme.test');
    await authClient(google).revokeToken(first.access_token ?? '');
    expect(
      await tokenRefusal({ grant_type: 'refresh_token', refresh_token: second.refresh_token ?? '' }),
    ).toEqual({ status: 400, error: 'invalid_grant' });
    const again = await connect('ada@acme.test');
    await authClient(google).revokeToken(again.refresh_token ?? '');
    const auth = authClient(google);
    auth.setCredentials({ access_token: again.access_token ?? '' });
    const response = await fetch(`${google.url}/gmail/v1/users/me/profile`, {
      headers: { authorization: `Bearer ${again.access_token}` },
    });
    expect(response.status).toBe(401);
  });

  test('an account created anew has another sub, and its old grant is dead', async () => {
    const before = google.person('kenji@candidate.test')?.sub;
    const { refresh_token } = await connect('kenji@candidate.test');
    expect(google.replaceUser('kenji@candidate.test').sub).not.toBe(before);
    expect(await tokenRefusal({ grant_type: 'refresh_token', refresh_token: refresh_token ?? '' })).toEqual({
      status: 400,
      error: 'invalid_grant',
    });
  });
});
