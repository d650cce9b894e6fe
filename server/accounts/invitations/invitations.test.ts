import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GoogleStandIn } from '../../../demo/google/start.ts';
import { listEvents } from '../../store/events.ts';
import { listTeam } from '../../store/members.ts';
import { eachEngine } from '../../store/testing/engines.ts';
import { startStandIn, World } from '../testing/world.ts';

const guestSeeds = Array.from({ length: 6 }, (_, i) => ({
  email: `guest-${i}@gmail.test`,
  name: `Guest ${i}`,
}));
let google: GoogleStandIn;
beforeAll(async () => {
  google = await startStandIn();
  google.addPeople([{ email: 'pia@gmail.test', name: 'Pia' }, ...guestSeeds]);
});
afterAll(() => google.close());

type Invitation = { id: string; email: string; workspaceName: string; invitedBy: string };

eachEngine((_engine, open) => {
  async function world() {
    const it = new World(google, await open());
    const ada = await it.signIn('ada@acme.test');
    const nora = await it.signIn('nora.lind@gmail.test');
    const invite = async (email: string, token = ada.tokens.access_token) => {
      const answer = await it.send('POST', '/v1/invitations', { email }, token);
      return { status: answer.status, invitation: (await answer.json()) as Invitation };
    };
    const answer = async (id: string, how: string, token: string) =>
      (await it.send('POST', `/v1/invitations/${id}/${how}`, undefined, token)).status;
    const list = async (query: string, token: string) =>
      ((await (await it.get(`/v1/invitations${query}`, token)).json()) as { items?: Invitation[] }).items;
    return { it, ada, nora, invite, answer, list };
  }

  test('a personal account sees its invitation and joins with its mailbox, as an ordinary member', async () => {
    const { it, ada, nora, invite, answer, list } = await world();
    const { status, invitation } = await invite('Nora.Lind@gmail.test');
    expect(status).toBe(201);
    expect(await list('?to=me', nora.tokens.access_token)).toMatchObject([
      { id: invitation.id, workspaceName: 'acme.test', invitedBy: 'Ada Okafor' },
    ]);
    expect(await answer(invitation.id, 'accept', nora.tokens.access_token)).toBe(204);
    expect(await it.sessionOf(nora.tokens.access_token)).toMatchObject({
      workspaceId: ada.session.workspaceId,
      role: 'member',
    });
    expect((await it.mailboxOf(nora.session)).workspaceId).toBe(ada.session.workspaceId);
    expect(await listEvents(it.store.read, ada.session.memberId, { after: 0, limit: 9 })).toMatchObject([
      { type: 'member.joined', subjectId: nora.session.memberId },
    ]);
    expect(await list('', ada.tokens.access_token)).toEqual([]);
    expect(await answer(invitation.id, 'accept', nora.tokens.access_token)).toBe(404);
    expect((await it.signIn('nora.lind@gmail.test')).session.workspaceId).toBe(ada.session.workspaceId);
  });

  test('an invitation to somebody else reads like one that does not exist', async () => {
    const { it, ada, nora, invite, answer, list } = await world();
    const { invitation } = await invite('pia@gmail.test');
    for (const how of ['accept', 'decline']) {
      expect(await answer(invitation.id, how, nora.tokens.access_token)).toBe(404);
      expect(await answer(randomUUID(), how, nora.tokens.access_token)).toBe(404);
    }
    expect(await answer(invitation.id, 'withdraw', nora.tokens.access_token)).toBe(404);
    expect(await list('?to=me', nora.tokens.access_token)).toEqual([]);
    expect(await list('', nora.tokens.access_token)).toEqual([]);
    expect(await list('', ada.tokens.access_token)).toHaveLength(1);
    expect((await it.sessionOf(nora.tokens.access_token))?.workspaceId).toBe(nora.session.workspaceId);
  });

  test('only admins invite, see the list and withdraw', async () => {
    const { it, invite, answer, list } = await world();
    const ravi = await it.signIn('ravi@acme.test');
    const token = ravi.tokens.access_token;
    const { invitation } = await invite('nora.lind@gmail.test');
    expect((await invite('pia@gmail.test', token)).status).toBe(403);
    expect(await answer(invitation.id, 'withdraw', token)).toBe(403);
    expect(await list('', token)).toBeUndefined();
  });

  test('asking the same address twice, even at once, leaves one open invitation', async () => {
    const { ada, invite, list } = await world();
    const made = await Promise.all([1, 2, 3].map(() => invite('nora.lind@gmail.test')));
    expect(new Set(made.map((one) => one.invitation.id)).size).toBe(1);
    expect(await list('', ada.tokens.access_token)).toHaveLength(1);
  });

  test('withdrawn or declined, it can’t be accepted', async () => {
    const { ada, nora, invite, answer } = await world();
    const first = (await invite('nora.lind@gmail.test')).invitation.id;
    expect(await answer(first, 'withdraw', ada.tokens.access_token)).toBe(204);
    expect(await answer(first, 'accept', nora.tokens.access_token)).toBe(404);
    const second = (await invite('nora.lind@gmail.test')).invitation.id;
    expect(second).not.toBe(first);
    expect(await answer(second, 'decline', nora.tokens.access_token)).toBe(204);
    expect(await answer(second, 'accept', nora.tokens.access_token)).toBe(404);
  });

  test('a company’s member can’t be taken into another workspace', async () => {
    const { it, invite, answer } = await world();
    const sam = await it.signIn('sam@globex.test');
    const { invitation } = await invite('sam@globex.test');
    expect(await answer(invitation.id, 'accept', sam.tokens.access_token)).toBe(403);
    expect((await it.sessionOf(sam.tokens.access_token))?.workspaceId).toBe(sam.session.workspaceId);
  });

  test('who has others in their own workspace stays', async () => {
    const { it, nora, invite, answer } = await world();
    const pia = await it.signIn('pia@gmail.test');
    const toPia = (await invite('pia@gmail.test', nora.tokens.access_token)).invitation.id;
    expect(await answer(toPia, 'accept', pia.tokens.access_token)).toBe(204);
    const toNora = (await invite('nora.lind@gmail.test')).invitation.id;
    expect(await answer(toNora, 'accept', nora.tokens.access_token)).toBe(409);
    expect((await it.sessionOf(nora.tokens.access_token))?.workspaceId).toBe(nora.session.workspaceId);
  });

  test('what a workspace still had on offer is withdrawn when its only member leaves', async () => {
    const { it, nora, invite, answer } = await world();
    const pia = await it.signIn('pia@gmail.test');
    const toPia = (await invite('pia@gmail.test', nora.tokens.access_token)).invitation.id;
    const toNora = (await invite('nora.lind@gmail.test')).invitation.id;
    expect(await answer(toNora, 'accept', nora.tokens.access_token)).toBe(204);
    expect(await answer(toPia, 'accept', pia.tokens.access_token)).toBe(404);
    expect((await it.sessionOf(pia.tokens.access_token))?.workspaceId).toBe(pia.session.workspaceId);
  });

  test('nobody joins a workspace at the very moment its only admin leaves it', async () => {
    const { it, nora, invite, answer } = await world();
    const guests = await Promise.all(
      guestSeeds.map(async ({ email }) => {
        const { tokens } = await it.signIn(email);
        const { invitation } = await invite(email, nora.tokens.access_token);
        return { id: invitation.id, token: tokens.access_token };
      }),
    );
    const toNora = (await invite('nora.lind@gmail.test')).invitation.id;
    const [noraLeft, ...joined] = await Promise.all([
      answer(toNora, 'accept', nora.tokens.access_token),
      ...guests.map(({ id, token }) => answer(id, 'accept', token)),
    ]);
    const inHers = await listTeam(it.store.read, nora.session.workspaceId, { after: null, limit: 50 });
    expect(inHers).toHaveLength(noraLeft === 204 ? 0 : 1 + joined.filter((status) => status === 204).length);
    expect(noraLeft === 204).toBe(!joined.includes(204));
  });
});
