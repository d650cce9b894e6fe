import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import type { Grant } from '../../shared/api/grants.ts';
import { endDueGrants } from '../grants/end-due-grants.ts';
import { eachEngine } from '../store/testing/engines.ts';
import {
  codeOf,
  createHttpWorld,
  withoutRequestId,
  type HttpWorld,
  type Somebody,
} from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';

const day = 24 * 60 * 60 * 1000;
const shared = sharedGoogle();

type Cast = { it: HttpWorld; ada: Somebody; ravi: Somebody; maya: Somebody; tom: Somebody };
/** How a grant from Maya to Ravi comes to its end, or never lives. Ada is the admin. */
type Ending = { how: string; to: (cast: Cast, grant: Grant) => Promise<unknown>; born: 'asked' | 'given' };

const endings: (Ending & { code: string })[] = [
  { how: 'pending', born: 'asked', to: async () => {}, code: 'grant_not_live' },
  {
    how: 'declined',
    born: 'asked',
    to: ({ maya }, { id }) => maya.post(`/v1/grants/${id}/decline`),
    code: 'grant_not_live',
  },
  {
    how: 'withdrawn',
    born: 'asked',
    to: ({ ravi }, { id }) => ravi.post(`/v1/grants/${id}/withdraw`),
    code: 'grant_not_live',
  },
  { how: 'past its 14 days', born: 'asked', to: ({ it }) => later(it, 14 * day), code: 'grant_not_live' },
  {
    how: 'lapsed',
    born: 'asked',
    to: async ({ it }) => {
      await later(it, 14 * day);
      await endDueGrants(it.store, it.clock());
    },
    code: 'grant_not_live',
  },
  { how: 'past its terms', born: 'given', to: ({ it }) => later(it, day), code: 'grant_not_live' },
  {
    how: 'expired',
    born: 'given',
    to: async ({ it }) => {
      await later(it, day);
      await endDueGrants(it.store, it.clock());
    },
    code: 'grant_not_live',
  },
  {
    how: 'revoked by its acceptor',
    born: 'given',
    to: ({ maya }, { id }) => maya.post(`/v1/grants/${id}/revoke`),
    code: 'grant_not_live',
  },
  {
    how: 'revoked by an admin',
    born: 'given',
    to: ({ ada }, { id }) => ada.post(`/v1/grants/${id}/revoke`),
    code: 'grant_not_live',
  },
  {
    how: 'left by its requestor',
    born: 'given',
    to: ({ ravi }, { id }) => ravi.post(`/v1/grants/${id}/leave`),
    code: 'grant_not_live',
  },
  {
    how: 'suspended by a pause',
    born: 'given',
    to: ({ maya }) => maya.post('/v1/pause'),
    code: 'grant_not_live',
  },
  {
    how: 'suspended by a disconnect',
    born: 'given',
    to: ({ maya }) => maya.remove(`/v1/mailboxes/${maya.mailboxId}`),
    code: 'mailbox_not_connected',
  },
  {
    how: 'suspended because its acceptor is frozen',
    born: 'given',
    to: ({ ada, maya }) => ada.post(`/v1/team/${maya.memberId}/freeze`),
    code: 'grant_not_live',
  },
];

type Senders = { items: { grantId: string | null; usable: boolean }[] };

const later = async (it: HttpWorld, ms: number): Promise<void> => it.advance(ms + 1000);

async function setTheScene(it: HttpWorld): Promise<Cast> {
  const ada = await it.enter('ada@acme.test');
  const [ravi, maya, tom] = [
    await it.enter('ravi@acme.test'),
    await it.enter('maya@acme.test'),
    await it.enter('tom@acme.test'),
  ];
  return { it, ada, ravi, maya, tom };
}

async function bearGrant({ it, ravi, maya }: Cast, born: Ending['born']): Promise<Grant> {
  const expiresAt = new Date(it.clock() + day).toISOString();
  const answer = born === 'asked' ? await ravi.request(maya) : await maya.give(ravi, { expiresAt });
  expect(answer.status).toBe(201);
  return answer.body;
}

eachEngine((_engine, open) => {
  const scene = async () => setTheScene(await createHttpWorld(await open(), shared.google));

  /** The scene once more with an acceptor of its own, so that one world serves all endings. */
  const withAcceptor = async (cast: Cast, { how }: Ending): Promise<Cast> => {
    const email = `${how.replace(/\W+/g, '-')}@acme.test`;
    shared.google.addPeople([{ email, name: how, hd: 'acme.test' }]);
    await cast.ravi.signInAgain();
    return { ...cast, ada: await cast.it.enter('ada@acme.test'), maya: await cast.it.enter(email) };
  };

  test('nothing goes out through a grant that does not live', async () => {
    const { it, ...others } = await scene();
    for (const ending of endings) {
      const { how, born, code, to } = ending;
      const cast = await withAcceptor({ it, ...others }, ending);
      const grant = await bearGrant(cast, born);
      await to(cast, grant);
      await cast.ravi.signInAgain();
      const refused = await cast.ravi.submit({ from: { grantId: grant.id } });
      expect([codeOf(refused), refused.status], how).toEqual([code, code === 'grant_not_live' ? 403 : 409]);
      const senders = await cast.ravi.get<Senders>('/v1/senders');
      const usable = senders.body.items.filter((sender) => sender.usable).map((sender) => sender.grantId);
      expect(usable, how).toEqual([null]);
      await it.dispatchAll();
      expect(it.sends(), how).toEqual([]);
    }
  }, 60_000);

  test('what was queued does not go out once its grant has ended', async () => {
    const { it, ...others } = await scene();
    for (const ending of endings.filter(({ born }) => born === 'given')) {
      const { how, to } = ending;
      const cast = await withAcceptor({ it, ...others }, ending);
      const grant = await bearGrant(cast, 'given');
      const queued = await cast.ravi.submit({ from: { grantId: grant.id } });
      expect(queued.status, how).toBe(202);
      await to(cast, grant);
      await it.dispatchAll();
      expect(it.sends(), how).toEqual([]);
      await cast.ravi.signInAgain();
      const after = await cast.ravi.get<{ state: string }>(`/v1/sends/${queued.body.id}`);
      expect(after.body.state, how).toBe('blocked');
    }
  }, 60_000);

  test('somebody else’s grant, another workspace’s and none at all read the same, byte for byte', async () => {
    const cast = await scene();
    const { it, ada, ravi, maya, tom } = cast;
    shared.google.addPeople([{ email: 'kim@globex.test', name: 'Kim Globex', hd: 'globex.test' }]);
    const [sam, kim] = [await it.enter('sam@globex.test'), await it.enter('kim@globex.test')];
    const toTom = (await maya.give(tom)).body;
    const elsewhere = (await sam.give(kim)).body;
    const none = uuidv7();
    for (const who of [ravi, ada]) {
      const answers = [];
      for (const grantId of [none, toTom.id, elsewhere.id]) {
        answers.push(withoutRequestId(await who.submit({ from: { grantId } })));
      }
      expect(answers[0]).toMatchObject({ status: 404 });
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
    }
    // The acceptor is not the requestor: the grant is no way to send for them either.
    expect(withoutRequestId(await maya.submit({ from: { grantId: toTom.id } }))).toEqual(
      withoutRequestId(await maya.submit({ from: { grantId: none } })),
    );
    await it.dispatchAll();
    expect(it.sends()).toEqual([]);
  });

  test('a mailbox that is not one’s own reads like none, for an admin too', async () => {
    const { it, ada, ravi, maya } = await scene();
    const sam = await it.enter('sam@globex.test');
    for (const who of [ravi, ada]) {
      const none = withoutRequestId(await who.submit({ from: { mailboxId: uuidv7() } }));
      expect(none).toMatchObject({ status: 404 });
      for (const { mailboxId } of [maya, sam]) {
        expect(withoutRequestId(await who.submit({ from: { mailboxId } }))).toEqual(none);
      }
    }
    await it.dispatchAll();
    expect(it.sends()).toEqual([]);
  });

  test('an admin has no way to a grant from somebody else’s mailbox', async () => {
    const { it, ada, ravi, maya } = await scene();
    for (const extra of [
      { acceptorId: maya.memberId },
      { mailboxId: maya.mailboxId },
      { state: 'active' },
      { workspaceId: maya.workspaceId },
    ]) {
      expect((await ada.post('/v1/grants', { requestorId: ada.memberId, ...extra })).status).toBe(400);
      expect((await ada.post('/v1/grants', { requestorId: ravi.memberId, ...extra })).status).toBe(400);
    }
    const asked = (await ada.request(maya)).body;
    expect(codeOf(await ada.accept(asked))).toBe('forbidden');
    expect((await ada.submit({ from: { grantId: asked.id } })).status).toBe(403);
    const between = (await ravi.request(maya)).body;
    expect((await ada.accept(between)).status).toBe(404);
    await it.dispatchAll();
    expect(it.sends()).toEqual([]);
  });

  test('an address that came to belong to another account inherits no grant', async () => {
    const cast = await scene();
    const { it, ravi } = cast;
    const grant = await bearGrant(cast, 'given');
    const queued = await ravi.submit({ from: { grantId: grant.id } });
    shared.google.replaceUser('maya@acme.test');
    const reborn = await it.enter('maya@acme.test');
    expect(reborn.memberId).not.toBe(cast.maya.memberId);
    expect((await ravi.submit({ from: { grantId: grant.id } })).status).toBe(403);
    expect((await reborn.get<{ items: unknown[] }>('/v1/grants')).body.items).toEqual([]);
    expect((await reborn.get(`/v1/sends/${queued.body.id}`)).status).toBe(404);
    await it.dispatchAll();
    expect(it.sends()).toEqual([]);
  });
});
