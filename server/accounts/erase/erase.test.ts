import { expect, test } from 'vitest';
import type { Grant } from '../../../shared/api/grants.ts';
import type { Me } from '../../../shared/api/me.ts';
import type { Send } from '../../../shared/api/sends.ts';
import { verifyAudit } from '../../audit/verify.ts';
import { lookAtThreads } from '../../replies/look-at-threads.ts';
import { firstLookMs } from '../../replies/next-look.ts';
import { findMailbox } from '../../store/mailboxes.ts';
import { listEvents } from '../../store/events.ts';
import { findMember } from '../../store/members.ts';
import { eachEngine } from '../../store/testing/engines.ts';
import { codeOf, createHttpWorld, type Somebody } from '../../testing/http-world.ts';
import { readTables } from '../../testing/read-tables.ts';
import { sharedGoogle } from '../../testing/world.ts';

const shared = sharedGoogle();
const former = { name: 'A former member', email: '', pictureUrl: null };

eachEngine((engine, open) => {
  const world = async () => createHttpWorld(await open(), shared.google, { undoMs: 10_000 });
  type It = Awaited<ReturnType<typeof world>>;
  const erase = (who: Somebody, email = who.email) => who.remove<{ stopped: number }>('/v1/me', { email });
  const read = async <Body>(who: Somebody, path: string) => (await who.get<Body>(path)).body;
  const list = async <Item>(who: Somebody, path: string) => (await read<{ items: Item[] }>(who, path)).items;

  /** Ravi sends as Maya and lets Tom send as him; he asked Ada, and Ada asked him. Of each mailbox one email went and one waits. */
  async function scene() {
    const it = await world();
    const [ada, ravi, maya, tom] = [
      await it.enter('ada@acme.test'),
      await it.enter('ravi@acme.test'),
      await it.enter('maya@acme.test'),
      await it.enter('tom@acme.test'),
    ];
    const asMaya = (await maya.give(ravi)).body;
    const asRavi = (await ravi.give(tom)).body;
    const note = 'Ravi Patel here: may I write in your name?';
    const asked = (await ravi.post<Grant>('/v1/grants/requests', { acceptorId: ada.memberId, note })).body;
    const asking = (
      await ada.post<Grant>('/v1/grants/requests', { acceptorId: ravi.memberId, note: 'Dear Ravi Patel' })
    ).body;
    const to = { email: 'cara@candidate.test', name: 'Cara Vogel' };
    const mails = async () => ({
      asMaya: (await ravi.submit({ from: { grantId: asMaya.id }, to })).body,
      own: (await ravi.submit({ from: { mailboxId: ravi.mailboxId }, to })).body,
      asRavi: (await tom.submit({ from: { grantId: asRavi.id } })).body,
    });
    const sent = await mails();
    it.advance(10_000);
    await it.dispatchAll();
    const waiting = await mails();
    return { it, ada, ravi, maya, tom, grants: { asMaya, asRavi, asked, asking }, sent, waiting };
  }

  test('what it would stop can be read before, and is what it stops', async () => {
    const { it, ravi } = await scene();
    expect((await ravi.get('/v1/me/deletion')).body).toEqual({
      emails: 3,
      grants: 4,
      mailboxConnected: true,
      newAdmin: null,
    });
    const before = await it.snapshot();
    for (const email of ['', 'ravi', 'maya@acme.test', 'ravi@acme.test.evil'])
      expect(codeOf(await erase(ravi, email)), email).toBe('forbidden');
    expect(await it.snapshot()).toBe(before);
    expect((await erase(ravi, ' Ravi@ACME.test ')).body).toEqual({ stopped: 3 });
  });

  test('nothing of theirs and nothing through their mailbox goes out any more, and no session lives on', async () => {
    const { it, ravi, tom, maya } = await scene();
    const second = await it.signIn(ravi.memberId);
    const handedOver = it.sends().length;
    await erase(ravi);
    for (const token of [ravi.tokens.access_token, second.access_token])
      expect((await it.call('GET', '/v1/me', { token })).status).toBe(401);
    const refresh = { grant_type: 'refresh_token', refresh_token: second.refresh_token };
    expect(codeOf(await it.call('POST', '/auth/token', { body: refresh }))).toBe('invalid_grant');
    it.advance(3_600_000);
    for (const person of [tom, maya]) await person.signInAgain();
    await it.dispatchAll();
    expect(it.sends()).toHaveLength(handedOver);
    expect((await list<Send>(tom, '/v1/sends?side=requestor')).map(({ state }) => state)).toEqual([
      'blocked',
      'sent',
    ]);
  });

  test('the mailbox is disconnected, its tokens are gone, and the permission is taken back at the provider', async () => {
    const { it, ravi } = await scene();
    const before = shared.google.record.last;
    await erase(ravi);
    expect(await findMailbox(it.store.read, ravi.mailboxId)).toMatchObject({
      state: 'disconnected',
      sealedRefreshToken: null,
      sealedAccessToken: null,
    });
    const revoked = shared.google.record.since(before).filter(({ path }) => path === '/oauth2/revoke');
    expect(revoked).toHaveLength(1);
  });

  test('every grant ends the way its other person knows, and they are told who ended it', async () => {
    const { it, ada, ravi, maya, tom, grants } = await scene();
    const mark = new Map<string, number>();
    for (const { memberId } of [ada, maya, tom])
      mark.set(memberId, (await listEvents(it.store.read, memberId, { after: 0, limit: 200 })).at(-1)!.seq);
    await erase(ravi);
    const told = async ({ memberId }: Somebody) =>
      (await listEvents(it.store.read, memberId, { after: mark.get(memberId)!, limit: 200 })).map(
        ({ type, actorName }) => `${type} by ${actorName}`,
      );
    expect(await told(ada)).toEqual(
      ['grant.withdrawn', 'grant.declined'].map((type) => `${type} by A former member`),
    );
    expect((await told(maya)).sort()).toEqual(
      ['grant.left', 'send.blocked'].map((type) => `${type} by A former member`),
    );
    expect((await told(tom)).sort()).toEqual(
      ['grant.revoked', 'send.blocked'].map((type) => `${type} by A former member`),
    );
    const states = Object.fromEntries(
      [...(await list<Grant>(ada, '/v1/grants')), ...(await list<Grant>(maya, '/v1/grants'))]
        .concat(await list<Grant>(tom, '/v1/grants'))
        .map(({ id, state, note }) => [id, [state, note]]),
    );
    expect(states).toEqual({
      [grants.asMaya.id]: ['left', null],
      [grants.asRavi.id]: ['revoked', null],
      [grants.asked.id]: ['withdrawn', null],
      [grants.asking.id]: ['declined', null],
    });
  });

  test('the acceptor’s ledger still says that an email went out under their name, when, and by a former member', async () => {
    const { it, ravi, maya, sent, grants } = await scene();
    const was = (await maya.get<Send>(`/v1/sends/${sent.asMaya.id}`)).body;
    const stored = async () => {
      const { sends } = it.store.read.t;
      const rows = await it.store.read.select().from(sends);
      return rows.find(({ id }) => id === sent.asMaya.id)!;
    };
    const { sealedMessageId, sealedThreadId } = await stored();
    await erase(ravi);
    const is = (await maya.get<Send & { html: string; text: string }>(`/v1/sends/${sent.asMaya.id}`)).body;
    expect(is).toEqual({
      ...was,
      requestor: { id: ravi.memberId, ...former },
      to: { email: '', name: 'Erased recipient' },
      subject: 'Erased on request',
      html: '',
      text: '',
    });
    expect(is).toMatchObject({ state: 'sent', grantId: grants.asMaya.id, sentAt: was.sentAt });
    expect(await stored(), 'by these its owner finds it in their own Sent folder').toMatchObject({
      sealedMessageId,
      sealedThreadId,
    });
    const events = await list<{ type: string; actor: string }>(maya, `/v1/sends/${sent.asMaya.id}/events`);
    expect(events[0]).toMatchObject({ type: 'send.submit', actor: 'A former member' });
  });

  test('what comes of their emails later is told to the mailbox’s owner, and not kept for them', async () => {
    const { it, ravi, maya, grants } = await scene();
    // Somebody only this email goes to: the others go out of other mailboxes in the same moment, in any order.
    const to = { email: 'kenji@candidate.test' };
    const { id } = (await ravi.submit({ from: { grantId: grants.asMaya.id }, to })).body;
    it.advance(10_000);
    await it.dispatchAll();
    await erase(ravi);
    await shared.google.reply(to.email, { text: 'Gladly!' });
    it.advance(firstLookMs);
    await lookAtThreads(it.parts);
    const told = (await listEvents(it.store.read, maya.memberId, { after: 0, limit: 200 })).filter(
      ({ type }) => type === 'send.replied',
    );
    expect(told).toMatchObject([{ subjectId: id }]);
    expect(await listEvents(it.store.read, ravi.memberId, { after: 0, limit: 200 })).toEqual([]);
  });

  test('who wrote through their mailbox keeps their own words', async () => {
    const { ravi, tom, sent } = await scene();
    const was = (await tom.get<Send>(`/v1/sends/${sent.asRavi.id}`)).body;
    await erase(ravi);
    const acceptor = { id: ravi.memberId, ...former };
    expect((await tom.get(`/v1/sends/${sent.asRavi.id}`)).body).toEqual({ ...was, acceptor });
  });

  test('nothing personal is left of them in any table, and the audit chain is whole', async () => {
    const { it, ada, ravi } = await scene();
    await ada.post('/v1/invitations', { email: 'nora.lind@gmail.test' });
    const { sub } = shared.google.person(ravi.email)!;
    const personal = [ravi.email, 'Ravi', 'Patel', JSON.stringify(sub), 'cara@', 'Cara'];
    expect(await readTables(it.store.read)).toContain(ravi.email);
    await erase(ravi);
    const left = await readTables(it.store.read);
    for (const secret of personal) expect(left, secret).not.toContain(secret);
    const { workspaceId } = ravi;
    expect(await verifyAudit(it.store.read, workspaceId)).toMatchObject({ ok: true, brokenAt: null });
    const [last] = await list<{ action: string; actor: object; details: object }>(ada, '/v1/audit?limit=1');
    expect(last).toMatchObject({
      action: 'member.erase',
      actor: { id: ravi.memberId, name: 'A former member' },
      details: { stopped: 3, grants: 4 },
    });
  });

  test('they are on no list to choose from, and no admin can wake what is left', async () => {
    const { ada, ravi, maya, tom } = await scene();
    await erase(ravi);
    const team = await list<{ id: string }>(ada, '/v1/team');
    expect(team.map(({ id }) => id)).not.toContain(ravi.memberId);
    for (const act of [ada.post, ada.remove])
      expect((await act(`/v1/team/${ravi.memberId}/freeze`)).status).toBe(404);
    expect(codeOf(await tom.request(ravi))).toBe('not_found');
    expect(codeOf(await maya.give(ravi))).toBe('not_found');
    const senders = await list<{ person: { id: string } }>(tom, '/v1/senders');
    expect(senders.map(({ person }) => person.id)).toEqual([tom.memberId]);
  });

  test('whoever signs in with the same account later is somebody new and inherits nothing', async () => {
    const { it, ravi, maya } = await scene();
    await erase(ravi);
    const again = await it.enter('ravi@acme.test', { connected: false });
    expect(again.memberId).not.toBe(ravi.memberId);
    expect((await again.get<Me>('/v1/me')).body).toMatchObject({ role: 'member', email: 'ravi@acme.test' });
    for (const path of ['/v1/grants', '/v1/sends', '/v1/mailboxes'])
      expect(await list(again, path), path).toEqual([]);
    const own = (await list<{ subjectId: string }>(again, '/v1/audit')).map((entry) => entry.subjectId);
    expect(own).not.toContain(ravi.memberId);
    expect((await findMember(it.store.read, ravi.memberId))!.name).toBe('A former member');
    expect((await again.request(maya)).status, 'a former request does not stand in the way').toBe(201);
  });

  test('the last admin is followed by who has been there longest and is not frozen', async () => {
    const { it, ada, ravi, maya, tom } = await scene();
    await ada.post(`/v1/team/${ravi.memberId}/freeze`);
    expect((await ada.get('/v1/me/deletion')).body).toMatchObject({ newAdmin: 'Maya Chen' });
    await erase(ada);
    expect((await maya.get<Me>('/v1/me')).body.role).toBe('admin');
    expect((await tom.get<Me>('/v1/me')).body.role).toBe('member');
    const entries = await list<{ action: string; subjectId: string }>(maya, '/v1/audit?limit=5');
    expect(entries).toContainEqual(
      expect.objectContaining({ action: 'member.promote', subjectId: maya.memberId, actor: null }),
    );
    expect((await maya.get('/v1/me/deletion')).body).toMatchObject({ newAdmin: 'Tom Becker' });
    expect((await tom.get('/v1/me/deletion')).body).toMatchObject({ newAdmin: null });
    expect(await verifyAudit(it.store.read, ada.workspaceId)).toMatchObject({ ok: true });
  });

  test('the last of a workspace closes it: its domain begins anew, with an admin of its own', async () => {
    const it = await world();
    const sam = await it.enter('sam@globex.test');
    await sam.post('/v1/invitations', { email: 'nora.lind@gmail.test' });
    await erase(sam);
    const again = await it.enter('sam@globex.test');
    expect(again.workspaceId).not.toBe(sam.workspaceId);
    expect((await again.get<Me>('/v1/me')).body.role).toBe('admin');
    expect((await list(again, '/v1/audit')).length).toBeGreaterThan(0);
    const nora = await it.enter('nora.lind@gmail.test');
    expect(await list(nora, '/v1/invitations?to=me')).toEqual([]);
  });

  test('a personal account’s workspace keeps no name of who left it, before or with its colleagues', async () => {
    const it = await world();
    const [ada, nora] = [await it.enter('ada@acme.test'), await it.enter('nora.lind@gmail.test')];
    const invitation = (await ada.post<{ id: string }>('/v1/invitations', { email: nora.email })).body;
    await nora.post(`/v1/invitations/${invitation.id}/accept`);
    await erase(nora);
    expect(await readTables(it.store.read)).not.toContain('Nora Lind');

    shared.google.addPeople([{ email: 'pia.berg@gmail.test', name: 'Pia Berg' }]);
    const [pia, lind] = [await it.enter('pia.berg@gmail.test'), await it.enter('nora.lind@gmail.test')];
    const second = (await pia.post<{ id: string }>('/v1/invitations', { email: lind.email })).body;
    await lind.post(`/v1/invitations/${second.id}/accept`);
    await erase(pia);
    expect((await lind.get<Me>('/v1/me')).body).toMatchObject({
      role: 'admin',
      workspace: { name: 'Nora Lind' },
    });
    expect(await readTables(it.store.read)).not.toContain('Pia Berg');
  });

  test('twice at once is once', async () => {
    const { it, ravi } = await scene();
    const answers = await Promise.all([erase(ravi), erase(ravi), erase(ravi)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
    const { auditEntries } = it.store.read.t;
    const entries = await it.store.read.select({ action: auditEntries.action }).from(auditEntries);
    expect(entries.filter(({ action }) => action === 'member.erase')).toHaveLength(1);
  });

  test('against all that comes at the same moment, nothing is left open and nothing goes out', async () => {
    for (let round = 0; round < (engine === 'postgres' ? 6 : 2); round += 1) {
      const { it, ada, ravi, maya, tom, grants } = await scene();
      const handedOver = it.sends().length;
      await Promise.all([
        ravi.submit({ from: { grantId: grants.asMaya.id } }),
        ravi.submit({ from: { mailboxId: ravi.mailboxId } }),
        tom.submit({ from: { grantId: grants.asRavi.id } }),
        ada.give(ravi),
        maya.request(ravi),
        ada.accept(grants.asked),
        erase(ravi),
        ravi.request(tom),
      ]);
      await expectNothingLeft(it, ravi);
      it.advance(3_600_000);
      await it.dispatchAll();
      expect(it.sends()).toHaveLength(handedOver);
    }
  }, 120_000);

  async function expectNothingLeft(it: It, { memberId }: Somebody): Promise<void> {
    const { grants, sends } = it.store.read.t;
    for (const grant of await it.store.read.select().from(grants)) {
      if (grant.requestorId !== memberId && grant.acceptorId !== memberId) continue;
      expect(['declined', 'withdrawn', 'revoked', 'left'], grant.state).toContain(grant.state);
    }
    for (const send of await it.store.read.select().from(sends)) {
      if (send.requestorId !== memberId && send.acceptorId !== memberId) continue;
      expect(['sent', 'blocked'], send.state).toContain(send.state);
      if (send.requestorId === memberId) expect([send.toEmail, send.sealedBody.length]).toEqual(['', 0]);
    }
  }
});
