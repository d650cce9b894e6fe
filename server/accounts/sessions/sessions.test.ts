import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GoogleStandIn } from '../../../demo/google/start.ts';
import type { TokenResponse } from '../../../shared/api/auth.ts';
import { listAudit } from '../../store/audit.ts';
import { eachEngine } from '../../store/testing/engines.ts';
import { createVault, newKey, parseKeys } from '../vault/index.ts';
import { newClient, startStandIn, World } from '../testing/world.ts';
import { refreshSession } from './refresh-session.ts';

let google: GoogleStandIn;
beforeAll(async () => {
  google = await startStandIn();
});
afterAll(() => google.close());

eachEngine((_engine, open) => {
  const world = async () => new World(google, await open());
  const read = async (response: Response) => (await response.json()) as TokenResponse;
  const codeOf = async (response: Response) =>
    [response.status, ((await response.json()) as { error: { code: string } }).error.code] as const;
  const refused = [400, 'invalid_grant'] as const;
  const isLive = async (it: World, token: string) => (await it.sessionOf(token)) !== null;
  const reuseEntries = async (it: World, workspaceId: string) =>
    (await listAudit(it.store.read, workspaceId, { before: null, limit: 50, concerning: null })).filter(
      (entry) => entry.action === 'session.reuse',
    );

  test('a code needs its own verifier and its own redirect_uri', async () => {
    const it = await world();
    const client = newClient();
    const code = (await it.signInUpToCode('ravi@acme.test', client)).searchParams.get('code')!;
    expect(await codeOf(await it.redeem(code, newClient()))).toEqual(refused);
    expect(await codeOf(await it.redeem(code, client, 'https://evil.example/cb'))).toEqual(refused);
    expect((await it.redeem(code, client)).status).toBe(200);
  });

  test('a code is too old after a minute', async () => {
    const it = await world();
    const client = newClient();
    const code = (await it.signInUpToCode('ravi@acme.test', client)).searchParams.get('code')!;
    it.now += 60_000;
    expect(await codeOf(await it.redeem(code, client))).toEqual(refused);
  });

  test('a code used twice ends the session that its first use began', async () => {
    const it = await world();
    const client = newClient();
    const code = (await it.signInUpToCode('ravi@acme.test', client)).searchParams.get('code')!;
    const tokens = await read(await it.redeem(code, client));
    const session = (await it.sessionOf(tokens.access_token))!;
    expect(await codeOf(await it.redeem(code, client))).toEqual(refused);
    expect(await isLive(it, tokens.access_token)).toBe(false);
    expect(await codeOf(await it.refresh(tokens.refresh_token))).toEqual(refused);
    expect(await reuseEntries(it, session.workspaceId)).toHaveLength(1);
  });

  test('of many redemptions of one code at once, none leaves a live session besides the first', async () => {
    const it = await world();
    const client = newClient();
    const code = (await it.signInUpToCode('ravi@acme.test', client)).searchParams.get('code')!;
    const answers = await Promise.all(Array.from({ length: 8 }, () => it.redeem(code, client)));
    const won = answers.filter((answer) => answer.status === 200);
    expect(won).toHaveLength(1);
    expect(await isLive(it, (await read(won[0]!)).access_token)).toBe(false);
  });

  test('an access token lives a quarter of an hour and a refresh replaces both', async () => {
    const it = await world();
    const { tokens } = await it.signIn('ravi@acme.test');
    expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
    it.now += 900_000 - 1;
    expect(await isLive(it, tokens.access_token)).toBe(true);
    it.now += 1;
    expect(await isLive(it, tokens.access_token)).toBe(false);
    const next = await read(await it.refresh(tokens.refresh_token));
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
    expect(await isLive(it, next.access_token)).toBe(true);
  });

  test('a refresh token slides for sixty days and not longer', async () => {
    const it = await world();
    let { tokens } = await it.signIn('ravi@acme.test');
    it.now += 59 * 86_400_000;
    tokens = await read(await it.refresh(tokens.refresh_token));
    it.now += 60 * 86_400_000;
    expect(await codeOf(await it.refresh(tokens.refresh_token))).toEqual(refused);
  });

  test('an honest race gets one successor and leaves everybody signed in', async () => {
    const it = await world();
    const { tokens } = await it.signIn('ravi@acme.test');
    const answers = await Promise.all(
      Array.from({ length: 6 }, async () => read(await it.refresh(tokens.refresh_token))),
    );
    expect(new Set(answers.map((answer) => answer.refresh_token)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.access_token)).size).toBe(6);
    for (const { access_token: token } of answers) expect(await isLive(it, token)).toBe(true);
  });

  test('an answer that got lost may be asked for again for half a minute', async () => {
    const it = await world();
    const { tokens } = await it.signIn('ravi@acme.test');
    const lost = await read(await it.refresh(tokens.refresh_token));
    it.now += 30_000;
    expect((await read(await it.refresh(tokens.refresh_token))).refresh_token).toBe(lost.refresh_token);
    it.now += 1;
    expect(await codeOf(await it.refresh(tokens.refresh_token))).toEqual(refused);
    expect(await isLive(it, lost.access_token)).toBe(false);
  });

  test('an old refresh token after its successor was used ends the whole family, leeway or not', async () => {
    const it = await world();
    const { tokens, session } = await it.signIn('ravi@acme.test');
    const second = await read(await it.refresh(tokens.refresh_token));
    const third = await read(await it.refresh(second.refresh_token));
    expect(await codeOf(await it.refresh(tokens.refresh_token))).toEqual(refused);
    for (const { access_token: token } of [tokens, second, third])
      expect(await isLive(it, token)).toBe(false);
    expect(await codeOf(await it.refresh(third.refresh_token))).toEqual(refused);
    expect(await reuseEntries(it, session.workspaceId)).toHaveLength(1);
  });

  test('the end of one family leaves the member’s other sessions alone', async () => {
    const it = await world();
    const [first, second] = [await it.signIn('ravi@acme.test'), await it.signIn('ravi@acme.test')];
    expect((await it.send('POST', '/auth/logout', undefined, first.tokens.access_token)).status).toBe(204);
    expect(await isLive(it, first.tokens.access_token)).toBe(false);
    expect(await codeOf(await it.refresh(first.tokens.refresh_token))).toEqual(refused);
    expect(await isLive(it, second.tokens.access_token)).toBe(true);
  });

  test('a key rotated within the leeway still repeats the successor it had derived', async () => {
    const it = await world();
    const { tokens } = await it.signIn('ravi@acme.test');
    const [older, newer] = [newKey(), newKey()];
    const before = { store: it.store, vault: createVault(parseKeys(older)) };
    const after = { store: it.store, vault: createVault(parseKeys(`${newer},${older}`)) };
    const lost = await refreshSession(before, tokens.refresh_token, it.now);
    const again = await refreshSession(after, tokens.refresh_token, it.now + 1000);
    expect(again).toMatchObject({ refresh_token: (lost as TokenResponse).refresh_token });
  });

  test('tokens that are unknown, of the wrong kind or malformed are nobody’s', async () => {
    const it = await world();
    const { tokens } = await it.signIn('ravi@acme.test');
    for (const token of ['bha_x', '', tokens.refresh_token, tokens.access_token.slice(4)]) {
      expect(await isLive(it, token), token).toBe(false);
    }
    expect(await codeOf(await it.refresh(tokens.access_token))).toEqual(refused);
    expect(await isLive(it, tokens.access_token)).toBe(true);
  });

  test('the extension’s Origin alone authenticates nobody, and unknown fields are refused', async () => {
    const it = await world();
    const origin = `chrome-extension://${'a'.repeat(32)}`;
    expect((await it.app.request('/v1/me', { headers: { origin } })).status).toBe(401);
    const body = { grant_type: 'refresh_token', refresh_token: 'bhr_x', scope: 'admin' };
    expect(await codeOf(await it.send('POST', '/auth/token', body))).toEqual([400, 'invalid_request']);
  });

  test('no token of ours lies in the database in clear', async () => {
    const it = await world();
    const { tokens } = await it.signIn('ravi@acme.test');
    const { refreshTokens, accessTokens, sessionFamilies, authCodes } = it.store.read.t;
    const rows = JSON.stringify([
      await it.store.read.select().from(refreshTokens),
      await it.store.read.select().from(accessTokens),
      await it.store.read.select().from(sessionFamilies),
      await it.store.read.select().from(authCodes),
    ]);
    for (const token of [tokens.access_token, tokens.refresh_token]) {
      expect(rows).not.toContain(token);
      expect(rows).not.toContain(token.slice(4));
    }
  });
});
