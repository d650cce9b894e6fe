import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GoogleStandIn } from '../../../demo/google/start.ts';
import { setFrozen } from '../../store/members.ts';
import { eachEngine } from '../../store/testing/engines.ts';
import { startStandIn, World } from '../testing/world.ts';

let google: GoogleStandIn;
beforeAll(async () => {
  google = await startStandIn();
});
afterAll(() => google.close());

type Listed = { items: { id: string; state: string; grantId: string }[]; nextCursor: string | null };

eachEngine((_engine, open) => {
  async function team() {
    const it = new World(google, await open());
    const [ada, ravi, maya] = [
      await it.signIn('ada@acme.test'),
      await it.signIn('ravi@acme.test'),
      await it.signIn('maya@acme.test'),
    ];
    await it.connect(maya.tokens.access_token, 'maya@acme.test');
    const body = { requestorId: ravi.session.memberId };
    const given = await it.send('POST', '/v1/grants', body, maya.tokens.access_token);
    const grantId = ((await given.json()) as { id: string }).id;
    const list = async (path: string, token: string) => (await (await it.get(path, token)).json()) as Listed;
    const freeze = (id: string, token = ada.tokens.access_token, method = 'POST') =>
      it.send(method, `/v1/team/${id}/freeze`, undefined, token);
    const submit = async (token: string, from: object) => {
      const answer = await it.app.request('/v1/sends', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: JSON.stringify({
          from,
          to: { email: 'jonas@candidate.test' },
          subject: 'Hello',
          html: '<p>Hi</p>',
        }),
      });
      expect(answer.status).toBe(202);
    };
    return { it, ada, ravi, maya, grantId, list, freeze, submit };
  }

  test('a frozen requestor’s sessions, waiting mail and grants are dead at once', async () => {
    const { it, ravi, maya, grantId, list, freeze, submit } = await team();
    await submit(ravi.tokens.access_token, { grantId });
    expect((await freeze(ravi.session.memberId)).status).toBe(204);
    expect((await it.get('/v1/me', ravi.tokens.access_token)).status).toBe(401);
    expect((await it.refresh(ravi.tokens.refresh_token)).status).toBe(400);
    const mine = maya.tokens.access_token;
    expect((await list('/v1/sends?side=acceptor', mine)).items).toMatchObject([{ state: 'blocked' }]);
    expect((await list('/v1/grants?side=acceptor', mine)).items).toMatchObject([{ state: 'suspended' }]);
  });

  test('nothing goes out through a frozen acceptor’s mailbox, by others or by themselves', async () => {
    const { it, ravi, maya, grantId, list, freeze, submit } = await team();
    await submit(ravi.tokens.access_token, { grantId });
    await submit(maya.tokens.access_token, { mailboxId: (await it.mailboxOf(maya.session)).id });
    await freeze(maya.session.memberId);
    const { sends } = it.store.read.t;
    const states = await it.store.read.select({ state: sends.state }).from(sends);
    expect(states).toEqual([{ state: 'blocked' }, { state: 'blocked' }]);
    expect((await list('/v1/grants', ravi.tokens.access_token)).items).toMatchObject([
      { state: 'suspended' },
    ]);
  });

  test('a frozen member can’t sign in again, and can after the admin lets them', async () => {
    const { it, ravi, maya, list, freeze } = await team();
    const { memberId } = ravi.session;
    await freeze(memberId);
    const client = { verifier: 'v'.repeat(43), state: 'state-of-ravi' };
    const end = await it.signInUpToCode('ravi@acme.test', client);
    expect(Object.fromEntries(end.searchParams)).toMatchObject({ error: 'access_denied' });
    expect((await freeze(memberId, undefined, 'DELETE')).status).toBe(204);
    expect((await it.signIn('ravi@acme.test')).session.memberId).toBe(memberId);
    expect(await it.sessionOf(ravi.tokens.access_token)).toBeNull();
    expect((await list('/v1/grants', maya.tokens.access_token)).items).toMatchObject([{ state: 'active' }]);
  });

  test('being frozen is enough: a session that nobody ended is dead too', async () => {
    const { it, ravi } = await team();
    await it.store.tx((q) => setFrozen(q, ravi.session.memberId, it.now));
    expect(await it.sessionOf(ravi.tokens.access_token)).toBeNull();
    expect((await it.refresh(ravi.tokens.refresh_token)).status).toBe(400);
  });

  test('a code handed out before a freeze begins no session after it', async () => {
    const { it, ravi, freeze } = await team();
    const client = { verifier: 'v'.repeat(43), state: 'state-of-ravi' };
    const end = await it.signInUpToCode('ravi@acme.test', client).catch(() => null);
    expect(end).not.toBeNull();
    await freeze(ravi.session.memberId);
    expect((await it.redeem(end!.searchParams.get('code')!, client)).status).toBe(400);
  });

  test('only an admin freezes, not themselves, and nobody of another workspace', async () => {
    const { it, ada, ravi, maya, freeze } = await team();
    const sam = await it.signIn('sam@globex.test');
    expect((await freeze(maya.session.memberId, ravi.tokens.access_token)).status).toBe(403);
    expect((await freeze(ada.session.memberId)).status).toBe(403);
    expect((await freeze(sam.session.memberId)).status).toBe(404);
    expect((await freeze(ada.session.memberId, sam.tokens.access_token)).status).toBe(404);
    expect((await freeze(randomUUID())).status).toBe(404);
    for (const { tokens } of [ada, ravi, maya, sam]) {
      expect(await it.sessionOf(tokens.access_token)).not.toBeNull();
    }
  });

  test('of two admins who freeze each other at once one stays', async () => {
    const { it, ada, maya, freeze } = await team();
    const { members } = it.store.read.t;
    await it.store.tx(async (q) => void (await q.update(members).set({ role: 'admin' })));
    await Promise.all([
      freeze(maya.session.memberId, ada.tokens.access_token),
      freeze(ada.session.memberId, maya.tokens.access_token),
    ]);
    const live = [await it.sessionOf(ada.tokens.access_token), await it.sessionOf(maya.tokens.access_token)];
    expect(live.filter((session) => session !== null)).toHaveLength(1);
  });

  test('the team list pages through exactly the members of my workspace', async () => {
    const { it, ada, ravi, maya, list } = await team();
    await it.signIn('sam@globex.test');
    const first = await list('/v1/team?limit=2', ravi.tokens.access_token);
    const rest = await list(`/v1/team?limit=2&cursor=${first.nextCursor}`, ravi.tokens.access_token);
    expect(rest.nextCursor).toBeNull();
    expect([...first.items, ...rest.items]).toMatchObject([
      { id: ada.session.memberId, role: 'admin', isMe: false, mailboxState: 'unconnected' },
      { id: ravi.session.memberId, role: 'member', isMe: true },
      { id: maya.session.memberId, mailboxState: 'connected', isMe: false },
    ]);
    expect((await it.get('/v1/team?cursor=x', ravi.tokens.access_token)).status).toBe(400);
  });
});
