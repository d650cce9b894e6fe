import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { consent } from '../../demo/google/testing.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { newClient } from '../accounts/testing/world.ts';
import { codeOf, createHttpWorld, extensionId, redirectUri } from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

eachEngine((engine, open) => {
  async function scene() {
    const it = await createHttpWorld(await open(), shared.google);
    const startPath = (change: Record<string, string | null> = {}, client = newClient()) => {
      const query = new URLSearchParams({
        provider: 'google',
        redirect_uri: redirectUri,
        state: client.state,
        code_challenge: challengeOf(client.verifier),
        code_challenge_method: 'S256',
      });
      for (const [name, value] of Object.entries(change)) {
        if (value === null) query.delete(name);
        else query.set(name, value);
      }
      return `/auth/start?${query}`;
    };
    const comeBack = async (path: string, email: string) => {
      const start = await it.call('GET', path);
      const back = await consent(shared.google, start.headers.get('location')!, email);
      return back.pathname + back.search;
    };
    const codeFor = async (email: string, client: ReturnType<typeof newClient>) => {
      const end = await it.call('GET', await comeBack(startPath({}, client), email));
      return new URL(end.headers.get('location')!).searchParams.get('code')!;
    };
    const redeem = (body: object) =>
      it.call<{ access_token: string }>('POST', '/auth/token', {
        body: { grant_type: 'authorization_code', redirect_uri: redirectUri, ...body },
      });
    /** How many rows of sign-in lie in the database. */
    const stored = async () => {
      const { authFlows, authCodes, members, sessionFamilies } = it.store.read.t;
      const count = (table: typeof members) => it.store.read.$count(table);
      return Promise.all(
        [authFlows, authCodes, members, sessionFamilies].map((table) => count(table as never)),
      );
    };
    return { it, startPath, comeBack, codeFor, redeem, stored };
  }

  test('a sign-in ends at exactly an address that is allowed, however near another one looks', async () => {
    const { it, startPath, stored } = await scene();
    const host = `${extensionId}.chromiumapp.org`;
    const nearby = [
      ...[`${redirectUri}/`, `${redirectUri}/x`, `${redirectUri}x`, `${redirectUri}?x=1`, `${redirectUri}#x`],
      ...[
        `http://${host}/cb`,
        `HTTPS://${host}/cb`,
        `https://${host.toUpperCase()}/cb`,
        `https://${host}:443/cb`,
      ],
      ...[`https://${host}.:/cb`, `https://${host}./cb`, `https://${host}//cb`, `https://${host}/./cb`],
      ...[`https://${host}/x/../cb`, `https://${host}/%63b`, `https://${host}/cb%00`, `https://${host}/CB`],
      ...[
        `https://evil.example@${host}/cb`,
        `https://${host}@evil.example/cb`,
        `https://${host}:x@evil.example/cb`,
      ],
      ...[
        `https://${host}\\@evil.example/cb`,
        `https://evil.example/\\${host}/cb`,
        `https://evil.example#@${host}/cb`,
      ],
      ...[`https://evil.example?${redirectUri}`, `https://${host}.evil.example/cb`, `https://x.${host}/cb`],
      ...[
        `https://${'a'.repeat(32)}.chromiumapp.org/cb`,
        `https://chromiumapp.org/cb`,
        `//${host}/cb`,
        '/cb',
        '',
      ],
      ...['javascript:alert(1)', `data:text/html,x`, `chrome-extension://${extensionId}/cb`],
      ...[`${redirectUri},https://evil.example`, 'null', 'http://localhost:8787/auth/callback/google'],
    ];
    for (const target of nearby) {
      const answer = await it.call('GET', startPath({ redirect_uri: target }));
      expect([answer.status, answer.headers.get('location')], target).toEqual([400, null]);
      expect(answer.text, target).not.toContain('evil.example');
    }
    const twice = `${startPath()}&redirect_uri=https%3A%2F%2Fevil.example`;
    expect((await it.call('GET', twice)).status).toBe(400);
    expect(await stored()).toEqual([0, 0, 0, 0]);
    expect((await it.call('GET', startPath())).status).toBe(302);
  });

  test('a sign-in without PKCE, with a plain or malformed challenge, or for another provider does not begin', async () => {
    const { it, startPath, stored } = await scene();
    const changes: Record<string, string | null>[] = [
      { code_challenge: null },
      { code_challenge_method: null },
      { code_challenge: null, code_challenge_method: null },
      { code_challenge_method: 'plain' },
      { code_challenge_method: 's256' },
      { code_challenge_method: '' },
      { code_challenge: '' },
      { code_challenge: 'short' },
      { code_challenge: 'x'.repeat(44) },
      { code_challenge: `${'x'.repeat(42)}=` },
      { state: null },
      { state: 'short' },
      { state: 'x'.repeat(501) },
      { provider: 'microsoft' },
      { provider: '__proto__' },
      { provider: null },
      { scope: 'https://mail.google.com/' },
      { prompt: 'none' },
    ];
    for (const change of changes) {
      const answer = await it.call('GET', startPath(change));
      expect([answer.status, answer.headers.get('location')], JSON.stringify(change)).toEqual([400, null]);
    }
    expect(await stored()).toEqual([0, 0, 0, 0]);
  });

  test('a callback that no one here began, or that was used, stores nothing, also ten at once', async () => {
    const { it, startPath, comeBack, stored } = await scene();
    const client = newClient();
    const back = await comeBack(startPath({}, client), 'ravi@acme.test');
    const [pathname, search] = back.split('?') as [string, string];
    const changed = (change: Record<string, string | null>) => {
      const query = new URLSearchParams(search);
      for (const [name, value] of Object.entries(change)) {
        if (value === null) query.delete(name);
        else query.set(name, value);
      }
      return `${pathname}?${query}`;
    };
    const { state } = Object.fromEntries(new URLSearchParams(search));
    for (const path of [
      ...[changed({ state: null }), changed({ state: '' }), changed({ state: client.state })],
      ...[changed({ state: `${state}x` }), changed({ state: state!.toUpperCase() }), pathname],
      ...[
        `${back}&state=x`,
        changed({ state: '../../x' }),
        changed({ state: null, error: '<script>x</script>' }),
      ],
      back.replace('/google', '/microsoft'),
    ]) {
      const answer = await it.call('GET', path);
      expect([answer.status, answer.headers.get('location')], path).toEqual([400, null]);
      expect(answer.text).not.toContain('<script>');
    }
    expect((await stored()).slice(1)).toEqual([0, 0, 0]);
    const all = await Promise.all(Array.from({ length: 10 }, () => it.call('GET', back)));
    expect(all.map(({ status }) => status).sort()).toEqual([302, ...Array.from({ length: 9 }, () => 400)]);
    expect(await stored()).toEqual([0, 1, 1, 0]);
  });

  test('Google’s code without the state’s own flow, or none, leads nowhere and uses the state up', async () => {
    const { it, startPath, comeBack, stored } = await scene();
    for (const change of [
      (path: string) => path.replace(/code=[^&]*/, 'code='),
      (path: string) => path.replace(/code=[^&]*&?/, ''),
      (path: string) => path.replace(/code=[^&]*/, 'code=4%2Fnever-issued'),
      (path: string) => path.replace(/code=[^&]*/, `code=${'x'.repeat(2_001)}`),
      (path: string) => `${path}&iss=https%3A%2F%2Fevil.example`,
    ]) {
      const back = await comeBack(startPath(), 'ravi@acme.test');
      const answer = await it.call('GET', change(back));
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    }
    expect((await stored()).slice(1)).toEqual([0, 0, 0]);
  });

  test('a code is redeemed once, only with its own verifier and address, and guesses open nothing', async () => {
    const { it, codeFor, redeem, stored } = await scene();
    const [mine, other] = [newClient(), newClient()];
    const code = await codeFor('ravi@acme.test', mine);
    const theirs = await codeFor('maya@acme.test', other);
    for (const body of [
      { code, code_verifier: other.verifier },
      { code: theirs, code_verifier: mine.verifier },
      { code, code_verifier: challengeOf(mine.verifier) },
      { code, code_verifier: mine.verifier, redirect_uri: `${redirectUri}/` },
      { code, code_verifier: mine.verifier, redirect_uri: 'https://evil.example/cb' },
      { code: `${code}x`, code_verifier: mine.verifier },
      { code: code.toUpperCase(), code_verifier: mine.verifier },
      { code: 'bhc_', code_verifier: mine.verifier },
    ]) {
      expect(codeOf(await redeem(body)), JSON.stringify(body)).toBe('invalid_grant');
    }
    for (const body of [
      { code },
      { code, code_verifier: '' },
      { code, code_verifier: null },
      { code, code_verifier: 'short' },
      { code, code_verifier: 'x'.repeat(129) },
      { code, code_verifier: [mine.verifier] },
      { code: [code], code_verifier: mine.verifier },
      { code_verifier: mine.verifier },
      { code, code_verifier: mine.verifier, client_secret: 'x' },
      { code, code_verifier: mine.verifier, grant_type: 'password' },
      { code, code_verifier: mine.verifier, grant_type: 'client_credentials' },
    ]) {
      expect(codeOf(await redeem(body)), JSON.stringify(body)).toBe('invalid_request');
    }
    expect((await stored())[3]).toBe(0);
    const good = await redeem({ code, code_verifier: mine.verifier });
    expect((await it.call('GET', '/v1/me', { token: good.body.access_token })).status).toBe(200);
    // Whoever sends it again has seen it: what it began is over.
    expect(codeOf(await redeem({ code, code_verifier: mine.verifier }))).toBe('invalid_grant');
    expect((await it.call('GET', '/v1/me', { token: good.body.access_token })).status).toBe(401);
  });

  test('every refusal of the token endpoint reads the same, so guessing teaches nothing', async () => {
    const { it, codeFor, redeem } = await scene();
    const client = newClient();
    const code = await codeFor('ravi@acme.test', client);
    const refresh = (refresh_token: string) =>
      it.call('POST', '/auth/token', { body: { grant_type: 'refresh_token', refresh_token } });
    const answers = [
      await redeem({ code, code_verifier: newClient().verifier }),
      await redeem({ code: 'bhc_never', code_verifier: client.verifier }),
      await refresh('bhr_never'),
      await refresh('x'),
    ];
    const texts = answers.map(({ text }) => text.replace(/"requestId":"[^"]*"/, ''));
    expect(new Set(texts).size).toBe(1);
  });

  test('an old refresh token ends its whole family, by whichever hand it comes', async () => {
    const { it } = await scene();
    const ravi = await it.enter('ravi@acme.test');
    const refresh = (refresh_token: string) =>
      it.call<{ access_token: string; refresh_token: string }>('POST', '/auth/token', {
        body: { grant_type: 'refresh_token', refresh_token },
      });
    const second = (await refresh(ravi.tokens.refresh_token)).body;
    const third = (await refresh(second.refresh_token)).body;
    expect((await it.call('GET', '/v1/me', { token: third.access_token })).status).toBe(200);
    expect(codeOf(await refresh(ravi.tokens.refresh_token))).toBe('invalid_grant');
    for (const { access_token, refresh_token } of [ravi.tokens, second, third]) {
      expect((await it.call('GET', '/v1/me', { token: access_token })).status).toBe(401);
      expect(codeOf(await refresh(refresh_token))).toBe('invalid_grant');
    }
  });

  if (engine !== 'sqlite') return;

  test('a name from the provider that would be decoded, turned or broken once more becomes plain text', async () => {
    const { it, codeFor, redeem } = await scene();
    const names: [string, string][] = [
      ['=?utf-8?Q?Maya_Chen=0D=0ABcc:_evil@evil.example?=', 'encoded'],
      ['Maya\u061C \u2066nehC\u2069\r\nBcc: x@evil.example', 'turned'],
      ['==??utf-8?B?TWF5YQ==?=', 'encoded-again'],
    ];
    for (const [name, local] of names) {
      const email = `${local}@acme.test`;
      shared.google.addPeople([{ email, name, hd: 'acme.test' }]);
      const client = newClient();
      const code = await codeFor(email, client);
      const { access_token: token } = (await redeem({ code, code_verifier: client.verifier })).body;
      const me = (await it.call<{ name: string }>('GET', '/v1/me', { token })).body;
      expect(me.name, local).not.toMatch(/=\?[^?\s]+\?[bq]\?|[\r\n\u061c\u2066\u2069]/i);
    }
  });
});
