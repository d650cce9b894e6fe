import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GoogleStandIn } from '../../../demo/google/start.ts';
import { listAudit } from '../../store/audit.ts';
import { listEvents, tell } from '../../store/events.ts';
import { findMemberByAccount } from '../../store/members.ts';
import { eachEngine } from '../../store/testing/engines.ts';
import { newClient, redirectUri, startStandIn, World } from '../testing/world.ts';

let google: GoogleStandIn;
beforeAll(async () => {
  google = await startStandIn();
});
afterAll(() => google.close());

type Me = { id: string; email: string; role: string; workspace: { id: string; domain: string | null } };

eachEngine((_engine, open) => {
  const world = async () => new World(google, await open());
  const me = async (it: World, token: string) => (await (await it.get('/v1/me', token)).json()) as Me;
  const actions = async (it: World, workspaceId: string) =>
    (await listAudit(it.store.read, workspaceId, { before: null, limit: 50, concerning: null }))
      .map((entry) => entry.action)
      .reverse();

  test('a company’s first member makes its workspace and is its admin, the next one is not', async () => {
    const it = await world();
    const ravi = await it.signIn('ravi@acme.test');
    const maya = await it.signIn('maya@acme.test');
    expect(await me(it, ravi.tokens.access_token)).toMatchObject({
      email: 'ravi@acme.test',
      role: 'admin',
      workspace: { domain: 'acme.test' },
    });
    expect(maya.session).toMatchObject({ workspaceId: ravi.session.workspaceId, role: 'member' });
    expect(await actions(it, ravi.session.workspaceId)).toEqual([
      'workspace.create',
      'member.join',
      'session.begin',
      'member.join',
      'session.begin',
    ]);
  });

  test('who joins is told to those of the team who are at work, once, and to nobody else', async () => {
    const it = await world();
    const away = await it.signIn('tom@acme.test');
    const signedOut = await it.signIn('ada@acme.test');
    it.now += 15 * 60_000;
    await it.send('POST', '/auth/logout', undefined, signedOut.tokens.access_token);
    const ravi = await it.signIn('ravi@acme.test');
    const stranger = await it.signIn('nora.lind@gmail.test');
    const maya = await it.signIn('maya@acme.test');
    await it.signIn('maya@acme.test');
    const told = async ({ session }: typeof ravi) =>
      (await listEvents(it.store.read, session.memberId, { after: 0, limit: 9 })).map(
        ({ seq, type, subjectId, actorName }) => ({ seq, type, subjectId, actorName }),
      );
    const mayaJoined = { type: 'member.joined', subjectId: maya.session.memberId, actorName: 'Maya Chen' };
    expect(await told(ravi)).toEqual([{ seq: 1, ...mayaJoined }]);
    for (const other of [away, signedOut, stranger, maya]) {
      const types = (await told(other)).filter(({ subjectId }) => subjectId === maya.session.memberId);
      expect(types, other.session.memberId).toEqual([]);
    }
  });

  test('a feed misses and repeats no number when people join while other things happen', async () => {
    const it = await world();
    const ravi = await it.signIn('ravi@acme.test');
    const newcomers = ['maya@acme.test', 'tom@acme.test', 'ada@acme.test'];
    const note = { type: 'grant.requested', subjectId: 'x', actorId: null, at: it.now } as const;
    await Promise.all([
      ...newcomers.map((email) => it.signIn(email)),
      ...[1, 2, 3].map(() => it.store.tx((q) => tell(q, [ravi.session.memberId], note))),
    ]);
    const events = await listEvents(it.store.read, ravi.session.memberId, { after: 0, limit: 20 });
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(events.filter(({ type }) => type === 'member.joined')).toHaveLength(3);
  });

  test('a personal account gets a workspace of its own', async () => {
    const it = await world();
    const nora = await it.signIn('nora.lind@gmail.test');
    expect(await me(it, nora.tokens.access_token)).toMatchObject({
      role: 'admin',
      workspace: { domain: null },
    });
  });

  test('signing in again is the same member', async () => {
    const it = await world();
    const first = await it.signIn('ravi@acme.test');
    const second = await it.signIn('ravi@acme.test');
    expect(second.session.memberId).toBe(first.session.memberId);
    expect(second.session.familyId).not.toBe(first.session.familyId);
  });

  test('many people of one company at once make one workspace with one admin', async () => {
    const it = await world();
    const people = ['ravi@acme.test', 'maya@acme.test', 'tom@acme.test', 'ada@acme.test', 'ravi@acme.test'];
    const sessions = (await Promise.all(people.map((email) => it.signIn(email)))).map((one) => one.session);
    expect(new Set(sessions.map((session) => session.workspaceId)).size).toBe(1);
    expect(new Set(sessions.map((session) => session.memberId)).size).toBe(4);
    const admins = new Set(sessions.filter((one) => one.role === 'admin').map((one) => one.memberId));
    expect(admins.size).toBe(1);
  });

  test('a redirect_uri that is not exactly ours gets a page and no redirect', async () => {
    const it = await world();
    for (const target of [
      'https://evil.example/cb',
      `${redirectUri}/`,
      `${redirectUri}?x=1`,
      redirectUri.replace('https', 'http'),
      redirectUri.toUpperCase(),
    ]) {
      const answer = await it.get(it.startPath(newClient(), target));
      expect(answer.status, target).toBe(400);
      expect(answer.headers.get('location')).toBeNull();
      expect(answer.headers.get('content-type')).toContain('text/html');
    }
  });

  test('a sign-in without PKCE, or with plain, does not begin', async () => {
    const it = await world();
    const path = it.startPath(newClient());
    const without = path.replace(/&code_challenge=[^&]*/, '');
    const plain = path.replace('S256', 'plain');
    for (const start of [without, plain]) {
      const answer = await it.get(start);
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    }
  });

  test('a callback with a foreign, missing or reused state is a 400 page and stores nothing', async () => {
    const it = await world();
    const start = await it.get(it.startPath(newClient()));
    const back = await it.comeBack(start.headers.get('location')!, 'ravi@acme.test');
    const foreign = back.replace(/state=[^&]*/, 'state=somebody-elses-state-0000000000000000000');
    const missing = back.replace(/state=[^&]*&?/, '');
    for (const path of [foreign, missing, '/auth/callback/google', `${missing}&state=a&state=b`]) {
      const answer = await it.get(path);
      expect(answer.status, path).toBe(400);
      expect(await answer.text()).toContain('This link is not valid');
    }
    expect(
      await findMemberByAccount(it.store.read, google.url, google.person('ravi@acme.test')!.sub),
    ).toBeNull();
    expect((await it.get(back)).status).toBe(302);
    const again = await it.get(back);
    expect([again.status, again.headers.get('location')]).toEqual([400, null]);
  });

  test('a state is too old after ten minutes', async () => {
    const it = await world();
    const start = await it.get(it.startPath(newClient()));
    const back = await it.comeBack(start.headers.get('location')!, 'ravi@acme.test');
    it.now += 10 * 60_000;
    expect((await it.get(back)).status).toBe(400);
  });

  test('another person’s code in my flow is refused by PKCE and nonce, and stores nothing', async () => {
    const it = await world();
    const [mine, theirs] = [newClient(), newClient()];
    const myStart = await it.get(it.startPath(mine));
    const theirStart = await it.get(it.startPath(theirs));
    const myBack = await it.comeBack(myStart.headers.get('location')!, 'ravi@acme.test');
    const theirBack = await it.comeBack(theirStart.headers.get('location')!, 'maya@acme.test');
    const theirCode = new URLSearchParams(theirBack.split('?')[1]).get('code')!;
    const injected = myBack.replace(/code=[^&]*/, `code=${encodeURIComponent(theirCode)}`);
    expect((await it.get(injected)).status).toBe(400);
    expect(
      await findMemberByAccount(it.store.read, google.url, google.person('maya@acme.test')!.sub),
    ).toBeNull();
  });

  test('an issuer that was not asked is refused', async () => {
    const it = await world();
    const start = await it.get(it.startPath(newClient()));
    const back = await it.comeBack(start.headers.get('location')!, 'ravi@acme.test');
    expect((await it.get(back.replace(/iss=[^&]*/, 'iss=https%3A%2F%2Fevil.example'))).status).toBe(400);
  });

  test('who presses Cancel comes back with access_denied and their own state', async () => {
    const it = await world();
    const client = newClient();
    const start = await it.get(it.startPath(client));
    // The consent page is only shown to who never consented.
    google.revokeTokens('tom@acme.test');
    const back = await it.comeBack(start.headers.get('location')!, 'tom@acme.test', { decision: 'deny' });
    const end = new URL((await it.get(back)).headers.get('location')!);
    expect(end.href.startsWith(redirectUri)).toBe(true);
    expect(Object.fromEntries(end.searchParams)).toMatchObject({
      error: 'access_denied',
      state: client.state,
    });
    expect(end.searchParams.has('code')).toBe(false);
  });

  test('the same address with a new account id inherits nothing, and the old member is out', async () => {
    const it = await world();
    const admin = await it.signIn('ravi@acme.test');
    const old = await it.signIn('maya@acme.test');
    await it.connect(old.tokens.access_token, 'maya@acme.test');
    google.replaceUser('maya@acme.test');
    const reborn = await it.signIn('maya@acme.test');
    expect(reborn.session.memberId).not.toBe(old.session.memberId);
    expect(reborn.session).toMatchObject({ role: 'member', workspaceId: admin.session.workspaceId });
    expect((await it.mailboxOf(reborn.session)).state).toBe('unconnected');
    expect(await it.sessionOf(old.tokens.access_token)).toBeNull();
    expect(await it.mailboxOf(old.session)).toMatchObject({
      state: 'disconnected',
      sealedRefreshToken: null,
    });
    expect(await actions(it, admin.session.workspaceId)).toContain('member.supersede');
  });

  test('when the only admin is superseded, another member becomes one, and not the newcomer', async () => {
    const it = await world();
    const admin = await it.signIn('ravi@acme.test');
    const maya = await it.signIn('maya@acme.test');
    google.replaceUser('ravi@acme.test');
    const reborn = await it.signIn('ravi@acme.test');
    const roleOf = async (token: string) =>
      ((await (await it.get('/v1/me', token)).json()) as { role: string }).role;
    expect(await roleOf(maya.tokens.access_token)).toBe('admin');
    expect(await roleOf(reborn.tokens.access_token)).toBe('member');
    expect(await actions(it, admin.session.workspaceId)).toContain('member.promote');
  });

  test('names that would break a header or hide text are made one visible line', async () => {
    google.addPeople([
      { email: 'odd@acme.test', name: 'Odd\r\nBcc: x@evil.example \u202Egnp', hd: 'acme.test' },
    ]);
    const it = await world();
    const odd = await it.signIn('odd@acme.test');
    expect(await (await it.get('/v1/me', odd.tokens.access_token)).json()).toMatchObject({
      name: 'Odd Bcc: x@evil.example gnp',
    });
  });
});
