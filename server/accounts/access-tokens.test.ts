import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GoogleStandIn } from '../../demo/google/start.ts';
import type { RefreshOutcome } from '../mail/provider.ts';
import { listAudit } from '../store/audit.ts';
import { listEvents } from '../store/events.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { createAccessTokenSource } from './access-tokens.ts';
import { startStandIn, World } from './testing/world.ts';

let google: GoogleStandIn;
beforeAll(async () => {
  google = await startStandIn();
});
afterAll(() => google.close());

const hour = 3_600_000;
const tokenPath = '/oauth2/token';

/** A refresh that waits to be answered; `begun` tells that it was asked for. */
function heldRefresh() {
  let answer!: (outcome: RefreshOutcome) => void;
  let begin!: () => void;
  const answered = new Promise<RefreshOutcome>((resolve) => (answer = resolve));
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const refresh = async () => {
    begin();
    return answered;
  };
  return { refresh, answer, begun };
}

eachEngine((_engine, open) => {
  /** Maya's mailbox, connected; Ravi may send from it. */
  async function connected(identity?: ConstructorParameters<typeof World>[2]) {
    google.faults.clear();
    const it = new World(google, await open(), identity);
    const ravi = await it.signIn('ravi@acme.test');
    const maya = await it.signIn('maya@acme.test');
    await it.connect(maya.tokens.access_token, 'maya@acme.test');
    const given = await it.send(
      'POST',
      '/v1/grants',
      { requestorId: ravi.session.memberId },
      maya.tokens.access_token,
    );
    expect(given.status).toBe(201);
    const source = createAccessTokenSource(it.deps);
    const mailbox = () => it.mailboxOf(maya.session);
    const token = async () => source.accessTokenFor(await mailbox());
    const disconnect = async () =>
      it.send('DELETE', `/v1/mailboxes/${(await mailbox()).id}`, undefined, maya.tokens.access_token);
    /** Our own sessions end sooner than Google's tokens, so both people come back after the hour. */
    const passHour = async () => {
      it.now += hour;
      ravi.tokens = (await it.signIn('ravi@acme.test')).tokens;
      maya.tokens = (await it.signIn('maya@acme.test')).tokens;
    };
    return { it, ravi, maya, passHour, source, mailbox, token, disconnect, since: google.record.last };
  }
  const grantOf = async (it: World, token: string) =>
    ((await (await it.get('/v1/grants', token)).json()) as { items: { state: string }[] }).items[0]!.state;
  const works = async (accessToken: string) =>
    (await fetch(`${google.url}/gmail/v1/users/me/profile`, {
      headers: { authorization: `Bearer ${accessToken}` },
    }).then((answer) => answer.status)) === 200;
  const refreshed = (it: World, accessToken: string): RefreshOutcome => ({
    outcome: 'refreshed',
    accessToken,
    accessTokenUntil: it.now + hour,
  });

  test('the token of the consent is used until a minute before its end, then one refresh follows', async () => {
    const { it, token, since } = await connected();
    const first = await token();
    expect(first).toMatchObject({ outcome: 'token', tokenVersion: 1 });
    it.now += hour - 62_000;
    expect(await token()).toEqual(first);
    expect(it.asked(tokenPath, since)).toBe(0);
    it.now += 2_000;
    const second = await token();
    expect(second).toMatchObject({ outcome: 'token', tokenVersion: 2 });
    expect(it.asked(tokenPath, since)).toBe(1);
    expect(await works((second as { token: string }).token)).toBe(true);
  });

  test('fifty callers who wait for one mailbox make exactly one refresh', async () => {
    const { it, source, mailbox, since } = await connected();
    it.now += hour;
    const row = await mailbox();
    const answers = await Promise.all(Array.from({ length: 50 }, () => source.accessTokenFor(row)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ outcome: 'token' });
    expect(it.asked(tokenPath, since)).toBe(1);
  });

  test('what one process refreshed another one reads from the database', async () => {
    const { it, token, mailbox, since } = await connected();
    it.now += hour;
    const first = await token();
    const elsewhere = createAccessTokenSource(it.deps);
    expect(await elsewhere.accessTokenFor(await mailbox())).toEqual(first);
    expect(it.asked(tokenPath, since)).toBe(1);
  });

  test('a caller with a row from before a refresh gets the new token without another refresh', async () => {
    const { it, source, mailbox, token, since } = await connected();
    it.now += hour;
    const stale = await mailbox();
    const fresh = await token();
    expect(await source.accessTokenFor(stale)).toEqual(fresh);
    expect(it.asked(tokenPath, since)).toBe(1);
  });

  test('two processes that refresh at once end with one stored token that works', async () => {
    const { it, mailbox, source } = await connected();
    it.now += hour;
    const row = await mailbox();
    const other = createAccessTokenSource(it.deps);
    const answers = await Promise.all([source.accessTokenFor(row), other.accessTokenFor(row)]);
    for (const answer of answers) {
      expect(answer).toMatchObject({ outcome: 'token' });
      expect(await works((answer as { token: string }).token)).toBe(true);
    }
  });

  test('a burst of invalid_grant makes one call, disconnects, and both people are told', async () => {
    const { it, passHour, ravi, maya, source, mailbox, token } = await connected();
    await passHour();
    google.revokeTokens('maya@acme.test');
    const [row, since] = [await mailbox(), google.record.last];
    const burst = await Promise.all(Array.from({ length: 20 }, () => source.accessTokenFor(row)));
    expect(new Set(burst.map((answer) => answer.outcome))).toEqual(new Set(['dead']));
    expect(await token()).toEqual({ outcome: 'disconnected' });
    expect(await source.accessTokenFor(row)).toEqual({ outcome: 'disconnected' });
    expect(it.asked(tokenPath, since)).toBe(1);
    expect(await mailbox()).toMatchObject({
      state: 'disconnected',
      disconnectReason: 'provider',
      sealedRefreshToken: null,
      sealedAccessToken: null,
    });
    expect(await grantOf(it, ravi.tokens.access_token)).toBe('suspended');
    for (const { session } of [ravi, maya]) {
      const events = await listEvents(it.store.read, session.memberId, { after: 0, limit: 50 });
      expect(events.map((event) => event.type)).toContain('mailbox.disconnected');
    }
    const audit = await listAudit(it.store.read, maya.session.workspaceId, {
      before: null,
      limit: 50,
      concerning: null,
    });
    expect(audit.map((entry) => entry.action)).toContain('mailbox.disconnect');
  });

  test('connecting again wakes the grants that waited for the mailbox', async () => {
    const { it, passHour, ravi, maya, token } = await connected();
    await passHour();
    google.revokeTokens('maya@acme.test');
    await token();
    await it.connect(maya.tokens.access_token, 'maya@acme.test');
    expect(await grantOf(it, ravi.tokens.access_token)).toBe('active');
    expect(await token()).toMatchObject({ outcome: 'token' });
  });

  test('an unreachable provider, or a wrong client secret, disconnects nobody', async () => {
    const { it, token, mailbox } = await connected();
    it.now += hour;
    google.faults.add({ kind: 'serverError', match: { path: tokenPath } });
    expect(await token()).toEqual({ outcome: 'unreachable' });
    google.faults.clear();
    google.faults.add({ kind: 'resetBefore', match: { path: tokenPath } });
    expect(await token()).toEqual({ outcome: 'unreachable' });
    google.faults.clear();
    expect((await mailbox()).state).toBe('connected');
    expect(await token()).toMatchObject({ outcome: 'token' });
  });

  test('a disconnect while a refresh is in flight: its result is thrown away and taken back', async () => {
    const held = heldRefresh();
    const revoked: string[] = [];
    const { it, passHour, token, mailbox, disconnect } = await connected({
      refresh: held.refresh,
      revoke: async (given) => revoked.push(given) > 0,
    });
    await passHour();
    const waiting = token();
    await held.begun;
    await disconnect();
    held.answer(refreshed(it, 'late-token'));
    expect(await waiting).toEqual({ outcome: 'disconnected' });
    expect(await mailbox()).toMatchObject({ state: 'disconnected', sealedAccessToken: null });
    expect(await token()).toEqual({ outcome: 'disconnected' });
    expect(revoked).toContain('late-token');
  });

  test('a refresh that outlasts disconnect and reconnect neither replaces nor revokes the new tokens', async () => {
    const held = heldRefresh();
    const revoked: string[] = [];
    const { it, passHour, maya, token, mailbox, disconnect } = await connected({
      refresh: held.refresh,
      revoke: async (given) => revoked.push(given) > 0,
    });
    await passHour();
    const waiting = token();
    await held.begun;
    await disconnect();
    await it.connect(maya.tokens.access_token, 'maya@acme.test');
    const { sealedAccessToken } = await mailbox();
    held.answer(refreshed(it, 'late-token'));
    expect(await waiting).not.toMatchObject({ token: 'late-token' });
    expect((await mailbox()).sealedAccessToken!.equals(sealedAccessToken!)).toBe(true);
    expect(revoked).not.toContain('late-token');
  });

  test('news of a dead token that comes after a reconnect does not disconnect', async () => {
    const held = heldRefresh();
    const { it, passHour, maya, token, mailbox } = await connected({ refresh: held.refresh });
    await passHour();
    const waiting = token();
    await held.begun;
    await it.connect(maya.tokens.access_token, 'maya@acme.test');
    held.answer({ outcome: 'dead' });
    expect(await waiting).toMatchObject({ outcome: 'token' });
    expect((await mailbox()).state).toBe('connected');
  });

  test('what is remembered does not outlive a disconnect', async () => {
    const { token, source, mailbox, disconnect } = await connected();
    expect(await token()).toMatchObject({ outcome: 'token' });
    await disconnect();
    expect(await source.accessTokenFor(await mailbox())).toEqual({ outcome: 'disconnected' });
  });

  test('a token that was answered with 401 is not handed out again, by no process', async () => {
    const { it, token, source, mailbox, since } = await connected();
    const first = (await token()) as { token: string };
    await source.forget((await mailbox()).id, first.token);
    const elsewhere = createAccessTokenSource(it.deps);
    const second = (await elsewhere.accessTokenFor(await mailbox())) as { token: string };
    expect(second.token).not.toBe(first.token);
    expect(await token()).toMatchObject({ token: second.token });
    expect(it.asked(tokenPath, since)).toBe(1);
  });

  test('a late 401 for an old token does not throw away the new one', async () => {
    const { it, token, source, mailbox, since } = await connected();
    const first = (await token()) as { token: string };
    it.now += hour;
    const second = await token();
    await source.forget((await mailbox()).id, first.token);
    expect(await token()).toEqual(second);
    expect(it.asked(tokenPath, since)).toBe(1);
  });
});
