import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import type { Batch } from '../../shared/api/batches.ts';
import type { Grant } from '../../shared/api/grants.ts';
import type { Send } from '../../shared/api/sends.ts';
import type { SuppressionsAdded } from '../../shared/api/suppressions.ts';
import { openerFor } from '../store/testing/engines.ts';
import { createHttpWorld, withoutRequestId, type HttpWorld, type Somebody } from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const open = openerFor('sqlite');

/** One thing of somebody else's, with a body by which its owners could act on it. */
type Foreign = { id: string; where: 'workspace' | 'elsewhere'; body?: object };
type Kind = 'grants' | 'sends' | 'batches' | 'team' | 'mailboxes' | 'invitations' | 'suppressions';

/** What an admin may do to others of their own workspace by design; everything else is as foreign as elsewhere. */
const adminMay = new Set([
  'POST /v1/grants/{id}/revoke',
  'POST /v1/team/{id}/freeze',
  'DELETE /v1/team/{id}/freeze',
  'POST /v1/invitations/{id}/withdraw',
]);

const words = { subject: 'Other words', html: '<p>Other words</p>' };

const kindOf = (path: string): Kind => /^\/v1\/(\w+)\/\{id\}/.exec(path)?.[1] as Kind;
const grantBody = ({ id, termsDigest }: Grant) => ({ id, body: { termsDigest } });
const sendBody = ({ id, contentHash }: Send | Batch) => ({ id, body: { contentHash } });

/** Grants and sends in the states in which their own people could act on them. */
async function bearThings(requestor: Somebody, acceptor: Somebody, second: Somebody) {
  const asked = (await requestor.request(acceptor)).body;
  const given = (await second.give(requestor, { approval: 'first' })).body;
  const held = (await requestor.submit({ from: { grantId: given.id } })).body;
  const own = (await requestor.submit({ from: { mailboxId: requestor.mailboxId } })).body;
  expect([asked.state, given.state, held.state, own.state]).toEqual([
    'requesting',
    'active',
    'held',
    'queued',
  ]);
  const waiting = (await requestor.submitBatch({ from: { grantId: given.id } })).body;
  const running = (await requestor.submitBatch({ from: { mailboxId: requestor.mailboxId } })).body;
  const paused = (await requestor.submitBatch({ from: { mailboxId: requestor.mailboxId } })).body;
  expect((await requestor.post<Batch>(`/v1/batches/${paused.id}/pause`)).body.state).toBe('paused');
  expect([waiting.counts.held, running.counts.queued]).toEqual([3, 3]);
  return {
    grants: [asked, given].map(grantBody),
    sends: [held, own].map(sendBody),
    batches: [waiting, running, paused].map(sendBody),
  };
}

async function setTheScene(): Promise<{
  it: HttpWorld;
  callers: Somebody[];
  foreign: Record<Kind, Foreign[]>;
}> {
  const company = (name: string, hd: string) => ({ email: `${name.toLowerCase()}@${hd}`, name, hd });
  shared.google.addPeople([
    company('Kim', 'globex.test'),
    company('Lee', 'globex.test'),
    company('Una', 'acme.test'),
  ]);
  const it = await createHttpWorld(await open(), shared.google);
  const [ada, ravi] = [await it.enter('ada@acme.test'), await it.enter('ravi@acme.test')];
  const [maya, tom, una] = [
    await it.enter('maya@acme.test'),
    await it.enter('tom@acme.test'),
    await it.enter('una@acme.test'),
  ];
  const [sam, kim, lee] = [
    await it.enter('sam@globex.test'),
    await it.enter('kim@globex.test'),
    await it.enter('lee@globex.test'),
  ];
  const near = await bearThings(tom, maya, una);
  const far = await bearThings(kim, sam, lee);
  const invite = async (admin: Somebody) =>
    (await admin.post<{ id: string }>('/v1/invitations', { email: 'nora.lind@gmail.test' })).body.id;
  const putDown = async (who: Somebody) =>
    (await who.post<SuppressionsAdded>('/v1/suppressions', { email: 'nora@elsewhere.test' })).body.items[0]!
      .id;
  const both = (ours: Omit<Foreign, 'where'>[], theirs: Omit<Foreign, 'where'>[]): Foreign[] => [
    ...ours.map((thing) => ({ ...thing, where: 'workspace' as const })),
    ...theirs.map((thing) => ({ ...thing, where: 'elsewhere' as const })),
  ];
  const foreign: Record<Kind, Foreign[]> = {
    grants: both(near.grants, far.grants),
    sends: both(near.sends, far.sends),
    batches: both(near.batches, far.batches),
    team: both([{ id: maya.memberId }], [{ id: sam.memberId }, { id: kim.memberId }]),
    mailboxes: both([{ id: maya.mailboxId }], [{ id: sam.mailboxId }]),
    invitations: both([{ id: await invite(ada) }], [{ id: await invite(sam) }]),
    // Those of the workspace are everybody's to see.
    suppressions: both([], [{ id: await putDown(sam) }]),
  };
  return { it, callers: [ravi, ada], foreign };
}

test('every route with an id answers a foreign one exactly like one that does not exist, and changes nothing', async () => {
  const { it, callers, foreign } = await setTheScene();
  const routes = it.contract.routes.filter(({ path }) => path.startsWith('/v1/') && path.includes('{'));
  expect(routes.length).toBeGreaterThanOrEqual(24);
  const before = await it.snapshot();
  for (const { method, path, operation } of routes) {
    const route = `${method} ${path}`;
    const things = foreign[kindOf(path)];
    expect(things, `${route}: say in this test what its id is the id of`).toBeDefined();
    for (const caller of callers) {
      const isAdmin = caller === callers[1];
      const ask = async (id: string, body: object | undefined) => {
        const given = path.endsWith('/resolve')
          ? { outcome: 'sent' }
          : { ...body, ...(path.endsWith('/edit') ? words : {}) };
        const sent = operation.requestBody ? { body: given } : {};
        const url = path.replace('{id}', id);
        return withoutRequestId(await it.call(method, url, { ...sent, token: caller.tokens.access_token }));
      };
      for (const { id, where, body } of things) {
        if (isAdmin && where === 'workspace' && adminMay.has(route)) continue;
        const none = await ask(uuidv7(), body);
        expect([403, 404], route).toContain((none as { status: number }).status);
        expect(await ask(id, body), `${route} of ${where}`).toEqual(none);
      }
    }
  }
  expect(await it.snapshot()).toBe(before);
  await it.dispatchAll();
  // What was let go goes, and nothing else: each caller's acts were on things of others.
  const { sends } = it.store.read.t;
  const rows = await it.store.read.select({ id: sends.id, state: sends.state }).from(sends);
  const live = rows.filter(({ state }) => state === 'sent').map(({ id }) => id);
  expect(
    it
      .sends()
      .map(({ send }) => send!.behalfId)
      .sort(),
  ).toEqual(live.sort());
  expect(rows.filter(({ state }) => state === 'held')).toHaveLength(8);
}, 60_000);

test('only admin routes answer a member with 403, all others say that there is nothing', async () => {
  const { it, callers } = await setTheScene();
  const refused = new Set<string>();
  for (const { method, path, operation } of it.contract.routes) {
    if (!path.includes('{id}')) continue;
    const digest = { termsDigest: '0'.repeat(64), contentHash: '0'.repeat(64), outcome: 'sent' };
    const [field] = Object.keys(digest).filter((name) =>
      JSON.stringify(operation.requestBody ?? '').includes(name),
    );
    const more = path.endsWith('/edit') ? words : {};
    const body = field ? { [field]: digest[field as keyof typeof digest], ...more } : undefined;
    const token = callers[0]!.tokens.access_token;
    const answer = await it.call(method, path.replace('{id}', uuidv7()), {
      ...(body ? { body } : {}),
      token,
    });
    if (answer.status === 403) refused.add(`${method} ${path}`);
    else expect([answer.status, `${method} ${path}`]).toEqual([404, `${method} ${path}`]);
  }
  expect([...refused].sort()).toEqual([
    'DELETE /v1/team/{id}/freeze',
    'GET /v1/suppressions/{id}/erasure',
    'POST /v1/invitations/{id}/withdraw',
    'POST /v1/suppressions/{id}/erasure',
    'POST /v1/team/{id}/freeze',
  ]);
});

test('ids inside a body read the same: acceptor, requestor and the email that is followed', async () => {
  const { it, callers, foreign } = await setTheScene();
  for (const caller of callers) {
    const elsewhere = foreign.team.filter(({ where }) => where === 'elsewhere').map(({ id }) => id);
    for (const [path, field] of [
      ['/v1/grants/requests', 'acceptorId'],
      ['/v1/grants', 'requestorId'],
    ] as const) {
      const none = withoutRequestId(await caller.post(path, { [field]: uuidv7() }));
      expect(none).toMatchObject({ status: 404 });
      for (const id of elsewhere) {
        expect(withoutRequestId(await caller.post(path, { [field]: id }))).toEqual(none);
      }
    }
    const from = { mailboxId: caller.mailboxId };
    const none = withoutRequestId(await caller.submit({ from, inReplyTo: uuidv7() }));
    expect(none).toMatchObject({ status: 404 });
    for (const { id } of foreign.sends) {
      expect(withoutRequestId(await caller.submit({ from, inReplyTo: id }))).toEqual(none);
    }
  }
  expect(it.sends()).toEqual([]);
});

test('an id that is none is refused without a look at the database', async () => {
  const { it, callers } = await setTheScene();
  const token = callers[0]!.tokens.access_token;
  for (const id of [
    "'%20or%201=1--",
    '..%2f..%2fv1%2fme',
    '%00',
    'null',
    '0',
    'x'.repeat(10_000),
    '%E0%A4%A',
  ]) {
    for (const path of [`/v1/sends/${id}`, `/v1/sends/${id}/events`]) {
      const { status } = await it.call('GET', path, { token });
      expect([400, 404], path.slice(0, 40)).toContain(status);
    }
  }
});
