import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GoogleStandIn } from '../../../demo/google/start.ts';
import { metadataScope, sendScope } from '../../mail/gmail/scopes.ts';
import { listAudit } from '../../store/audit.ts';
import { listEvents } from '../../store/events.ts';
import { eachEngine } from '../../store/testing/engines.ts';
import { startStandIn, World } from '../testing/world.ts';

let google: GoogleStandIn;
beforeAll(async () => {
  google = await startStandIn();
});
afterAll(() => google.close());

eachEngine((_engine, open) => {
  const world = async () => {
    for (const email of ['ravi@acme.test', 'maya@acme.test', 'tom@acme.test']) google.revokeTokens(email);
    return new World(google, await open());
  };
  const notes = async (it: World, workspaceId: string, action: string) =>
    (await listAudit(it.store.read, workspaceId, { before: null, limit: 50, concerning: null }))
      .filter((entry) => entry.action === action)
      .map((entry) => JSON.parse(entry.details) as Record<string, unknown>);
  const told = async (it: World, memberId: string) =>
    (await listEvents(it.store.read, memberId, { after: 0, limit: 50 })).map((event) => event.type);
  const canRefresh = async (it: World, sealed: Awaited<ReturnType<World['mailboxOf']>>) => {
    const cell = { table: 'mailboxes', id: sealed.id, column: 'sealed_refresh_token' };
    const token = it.deps.vault.open(sealed.sealedRefreshToken!, cell);
    return (await it.deps.identity.refresh(token)).outcome;
  };
  const nothingStored = { sealedRefreshToken: null, sealedAccessToken: null, accessTokenUntil: null };

  test('asks for nothing but to send and, unless told not to, for metadata, offline and anew', async () => {
    const it = await world();
    const { tokens } = await it.signIn('maya@acme.test');
    for (const replies of [true, false]) {
      const answer = await it.send('POST', '/v1/mailboxes/connect', { replies }, tokens.access_token);
      const url = new URL(((await answer.json()) as { url: string }).url);
      expect(url.searchParams.get('scope')!.split(' ').sort()).toEqual(
        ['openid', 'email', sendScope, ...(replies ? [metadataScope] : [])].sort(),
      );
      expect(Object.fromEntries(url.searchParams)).toMatchObject({
        access_type: 'offline',
        prompt: 'consent',
        include_granted_scopes: 'false',
        login_hint: 'maya@acme.test',
        code_challenge_method: 'S256',
      });
    }
  });

  test('a consent connects the member’s own mailbox, sealed, with its history id', async () => {
    const it = await world();
    const { tokens, session } = await it.signIn('maya@acme.test');
    expect(await (await it.get('/v1/mailboxes', tokens.access_token)).json()).toMatchObject({ items: [] });
    const page = await it.connect(tokens.access_token, 'maya@acme.test');
    expect(page.text).toContain('Your mailbox is connected');
    const mailbox = await it.mailboxOf(session);
    expect(mailbox).toMatchObject({ state: 'connected', replies: true, tokenVersion: 1 });
    expect(mailbox.historyId).toMatch(/^\d+$/);
    expect(await canRefresh(it, mailbox)).toBe('refreshed');
    const bytes = Buffer.concat([mailbox.sealedRefreshToken!, mailbox.sealedAccessToken!]).toString('latin1');
    expect(bytes).not.toMatch(/1\/\/0|ya29/);
    expect(await told(it, session.memberId)).toEqual(['mailbox.connected']);
    expect(await notes(it, session.workspaceId, 'mailbox.connect')).toEqual([{ replies: true }]);
    const { items } = (await (await it.get('/v1/mailboxes', tokens.access_token)).json()) as {
      items: object[];
    };
    expect(items).toMatchObject([{ state: 'connected', email: 'maya@acme.test', provider: 'google' }]);
  });

  test('metadata left unticked connects without reply detection and says so', async () => {
    const it = await world();
    const { tokens, session } = await it.signIn('maya@acme.test');
    const page = await it.connect(tokens.access_token, 'maya@acme.test', { untick: [metadataScope] });
    expect(page.text).toContain('without reply detection');
    expect(await it.mailboxOf(session)).toMatchObject({
      state: 'connected',
      replies: false,
      historyId: null,
    });
  });

  test('send left unticked stores nothing, takes the permission back, and offers to try again', async () => {
    const it = await world();
    const { tokens, session } = await it.signIn('maya@acme.test');
    const page = await it.connect(tokens.access_token, 'maya@acme.test', { untick: [sendScope] });
    expect(page.text).toContain('Send email on your behalf');
    expect(await it.mailboxOf(session)).toMatchObject({ state: 'unconnected', ...nothingStored });
    expect(google.revokeTokens('maya@acme.test')).toBe(false);
    expect(await notes(it, session.workspaceId, 'mailbox.refuse')).toEqual([{ why: 'send_not_granted' }]);
    const again = /href="([^"]*)"/.exec(page.text)![1]!;
    const url = again.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
    const second = await it.get(await it.comeBack(url, 'maya@acme.test'));
    expect(await second.text()).toContain('Your mailbox is connected');
  });

  test('who presses Cancel stays unconnected and reads that nothing was stored', async () => {
    const it = await world();
    const { tokens, session } = await it.signIn('maya@acme.test');
    const page = await it.connect(tokens.access_token, 'maya@acme.test', { decision: 'deny' });
    expect(page.text).toContain('Nothing was stored');
    expect(await it.mailboxOf(session)).toMatchObject({ state: 'unconnected', ...nothingStored });
  });

  test('a consent by any other account is refused, stored nowhere and taken back', async () => {
    const it = await world();
    const { tokens, session } = await it.signIn('ravi@acme.test');
    const page = await it.connect(tokens.access_token, 'tom@acme.test');
    expect(page).toMatchObject({ status: 403, text: expect.stringContaining('another account') as string });
    expect(await it.mailboxOf(session)).toMatchObject({ state: 'unconnected', ...nothingStored });
    expect(google.revokeTokens('tom@acme.test')).toBe(false);
    expect(await notes(it, session.workspaceId, 'mailbox.refuse')).toEqual([{ why: 'other_account' }]);
  });

  test('passing a consent link to a colleague does not disconnect the colleague', async () => {
    const it = await world();
    const maya = await it.signIn('maya@acme.test');
    await it.connect(maya.tokens.access_token, 'maya@acme.test');
    const phisher = await it.signIn('ravi@acme.test');
    await it.connect(phisher.tokens.access_token, 'maya@acme.test');
    expect((await it.mailboxOf(phisher.session)).state).toBe('unconnected');
    expect(await canRefresh(it, await it.mailboxOf(maya.session))).toBe('refreshed');
  });

  test('the same address under a new account id can’t connect the old member’s mailbox', async () => {
    const it = await world();
    const { tokens, session } = await it.signIn('tom@acme.test');
    google.replaceUser('tom@acme.test');
    expect((await it.connect(tokens.access_token, 'tom@acme.test')).status).toBe(403);
    expect((await it.mailboxOf(session)).state).toBe('unconnected');
  });

  test('a consent link works once', async () => {
    const it = await world();
    const { tokens } = await it.signIn('maya@acme.test');
    const begun = await it.send('POST', '/v1/mailboxes/connect', {}, tokens.access_token);
    const back = await it.comeBack(((await begun.json()) as { url: string }).url, 'maya@acme.test');
    expect((await it.get(back)).status).toBe(200);
    expect((await it.get(back)).status).toBe(400);
  });

  test('a member frozen while consenting gets nothing connected', async () => {
    const it = await world();
    const admin = await it.signIn('ravi@acme.test');
    const maya = await it.signIn('maya@acme.test');
    const begun = await it.send('POST', '/v1/mailboxes/connect', {}, maya.tokens.access_token);
    const back = await it.comeBack(((await begun.json()) as { url: string }).url, 'maya@acme.test');
    await it.send('POST', `/v1/team/${maya.session.memberId}/freeze`, undefined, admin.tokens.access_token);
    expect((await it.get(back)).status).toBe(403);
    expect(await it.mailboxOf(maya.session)).toMatchObject({ state: 'unconnected', ...nothingStored });
  });

  test('disconnecting drops the tokens here and ends the permission at the provider, once', async () => {
    const it = await world();
    const { tokens, session } = await it.signIn('maya@acme.test');
    await it.connect(tokens.access_token, 'maya@acme.test');
    const { id } = await it.mailboxOf(session);
    for (let i = 0; i < 2; i += 1) {
      expect((await it.send('DELETE', `/v1/mailboxes/${id}`, undefined, tokens.access_token)).status).toBe(
        204,
      );
    }
    expect(await it.mailboxOf(session)).toMatchObject({
      state: 'disconnected',
      disconnectReason: 'owner',
      tokenVersion: 2,
      ...nothingStored,
    });
    expect(google.revokeTokens('maya@acme.test')).toBe(false);
    expect(await notes(it, session.workspaceId, 'mailbox.disconnect')).toEqual([
      { reason: 'owner', stopped: 0 },
    ]);
    expect(await told(it, session.memberId)).toEqual(['mailbox.connected', 'mailbox.disconnected']);
  });

  test('a disconnect holds here also when the provider can’t be reached', async () => {
    const store = await open();
    let calls = 0;
    const it = new World(google, store, { revoke: async () => ((calls += 1), false) });
    const { tokens, session } = await it.signIn('maya@acme.test');
    await it.connect(tokens.access_token, 'maya@acme.test');
    const { id } = await it.mailboxOf(session);
    const answer = await it.send('DELETE', `/v1/mailboxes/${id}`, undefined, tokens.access_token);
    expect([answer.status, calls]).toEqual([204, 2]);
    expect(await it.mailboxOf(session)).toMatchObject({ state: 'disconnected', ...nothingStored });
    expect(it.warnings).toHaveLength(1);
  });

  test('nobody disconnects or sees a colleague’s mailbox: it reads like one that does not exist', async () => {
    const it = await world();
    const admin = await it.signIn('ravi@acme.test');
    const maya = await it.signIn('maya@acme.test');
    await it.connect(maya.tokens.access_token, 'maya@acme.test');
    const { id } = await it.mailboxOf(maya.session);
    const withoutId = async (path: string) => {
      const answer = await it.send('DELETE', path, undefined, admin.tokens.access_token);
      const { error } = (await answer.json()) as { error: { requestId?: string } };
      delete error.requestId;
      return [answer.status, error];
    };
    expect(await withoutId(`/v1/mailboxes/${id}`)).toEqual(
      await withoutId('/v1/mailboxes/01930000-0000-7000-8000-000000000000'),
    );
    expect((await it.mailboxOf(maya.session)).state).toBe('connected');
  });

  test('result pages run nothing, load nothing and can’t be framed', async () => {
    const it = await world();
    const answer = await it.get('/auth/callback/google');
    const policy = answer.headers.get('content-security-policy')!;
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await answer.text()).not.toMatch(/<script|<img|<link|\son\w+=/);
  });
});
