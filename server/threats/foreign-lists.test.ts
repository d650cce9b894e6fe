import { expect, test } from 'vitest';
import { readCursor } from '../../shared/domain/send-place.ts';
import type { Answer } from '../testing/contract.ts';
import { openerFor } from '../store/testing/engines.ts';
import { createHttpWorld, type HttpWorld, type Somebody } from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const open = openerFor('sqlite');

type Listed = { items: Record<string, unknown>[]; nextCursor?: string | null; cursor?: string };

/** What a cursor could be made of: an item's id, or its place in a chain or a feed. */
const placeOf = (item: Record<string, unknown>): string =>
  String(item.id ?? item.seq ?? item.cursor ?? item.mailboxId);
/** Two items are one only when all of them is the same: places in different feeds are alike. */
const keyOf = (item: Record<string, unknown>): string => JSON.stringify(item);

async function setTheScene() {
  shared.google.addPeople([{ email: 'kim@globex.test', name: 'Kim Globex', hd: 'globex.test' }]);
  const it = await createHttpWorld(await open(), shared.google);
  const ada = await it.enter('ada@acme.test');
  const [ravi, maya, tom] = [
    await it.enter('ravi@acme.test'),
    await it.enter('maya@acme.test'),
    await it.enter('tom@acme.test'),
  ];
  const [sam, kim] = [await it.enter('sam@globex.test'), await it.enter('kim@globex.test')];
  // Interleaved, so that foreign rows lie before, between and after one's own.
  for (const [requestor, acceptor] of [
    [tom, maya],
    [kim, sam],
    [ravi, maya],
    [tom, ada],
    [kim, kim],
    [ravi, tom],
  ] as const) {
    const grant = await acceptor.give(requestor, { approval: 'none' });
    const from = grant.status === 201 ? { grantId: grant.body.id } : { mailboxId: requestor.mailboxId };
    expect((await requestor.submit({ from })).status).toBe(202);
    expect((await requestor.submitBatch({ from })).status).toBe(202);
  }
  await ada.post('/v1/invitations', { email: 'nora.lind@gmail.test' });
  await sam.post('/v1/invitations', { email: 'nora.lind@gmail.test' });
  for (const who of [maya, sam, ravi, kim])
    await who.post('/v1/suppressions', { email: `${who.memberId}@elsewhere.test` });
  return { it, callers: [ravi, ada], others: [maya, tom, sam, kim] };
}

const listsOf = (it: HttpWorld): string[] =>
  it.contract.routes
    .filter(
      ({ method, operation }) =>
        method === 'GET' && operation.parameters?.some(({ name }) => name === 'cursor'),
    )
    .map(({ path }) => path);

async function readItems(who: Somebody, path: string): Promise<Record<string, unknown>[]> {
  // The feed of events begins where it stands unless it is told from where.
  const answer = await who.get<Listed>(`${path}?limit=200${path === '/v1/events' ? '&cursor=0' : ''}`);
  return answer.status === 200 ? answer.body.items : [];
}
const readAll = async (who: Somebody, path: string): Promise<Set<string>> =>
  new Set((await readItems(who, path)).map(keyOf));

/** Every cursor there is: the places of all rows of all lists of everybody, and those that a walk through them is given. */
async function everyCursor(it: HttpWorld, people: Somebody[]): Promise<string[]> {
  const found = new Set<string>();
  for (const path of listsOf(it)) {
    for (const who of people) {
      for (const item of await readItems(who, path)) found.add(placeOf(item));
      for (const cursor of await readCursors(who, path)) found.add(cursor);
    }
  }
  return [...found];
}

async function readCursors(who: Somebody, path: string): Promise<string[]> {
  const given: string[] = [];
  for (let cursor: string | null | undefined = ''; cursor != null && path !== '/v1/events';) {
    const { body }: Answer<Listed> = await who.get(`${path}?limit=1${cursor ? `&cursor=${cursor}` : ''}`);
    cursor = body.nextCursor;
    if (cursor) given.push(cursor);
  }
  return given;
}

const forged = [
  ...[
    '',
    '0',
    '-1',
    '1.5',
    '1e3',
    '999999999999999',
    '9'.repeat(16),
    'null',
    'undefined',
    '%00',
    '%F0%9F%98%80',
  ],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 'x'.repeat(201)],
  ...[
    '0.0',
    '1.x',
    '999999999999999.ffffffff-ffff-ffff-ffff-ffffffffffff',
    '-1.019cb391-c200-7000-8000-000000000000',
  ],
  ...['1.019cb391-c200-7000-8000-000000000000.1', '1.019cb391-c200-7000-8000-000000000000%20'],
  ...["'%20or%20'1'='1", '%25', '__proto__', 'eyJpZCI6MX0=', '..%2f', '0x10', '%20'],
];

test('no cursor, own, foreign or forged, shows a row that is not one’s own', async () => {
  const { it, callers, others } = await setTheScene();
  const lists = listsOf(it);
  expect(lists.length).toBeGreaterThanOrEqual(7);
  const cursors = [...(await everyCursor(it, [...callers, ...others])), ...forged];
  expect(cursors.filter((cursor) => readCursor(cursor) !== null).length).toBeGreaterThan(callers.length);
  for (const path of lists) {
    for (const who of callers) {
      const own = await readAll(who, path);
      for (const cursor of cursors) {
        const { status, body } = await who.get<Listed>(`${path}?limit=200&cursor=${cursor}`);
        expect([200, 400, 403], `${path} ${cursor}`).toContain(status);
        if (status !== 200) continue;
        const strangers = body.items.map(keyOf).filter((key) => !own.has(key));
        expect(strangers, `${path} ${cursor}`).toEqual([]);
      }
    }
  }
}, 60_000);

test('what a list shows is one’s own: both people of each row, or the workspace', async () => {
  const { callers, others } = await setTheScene();
  for (const who of [...callers, ...others]) {
    for (const path of ['/v1/grants', '/v1/sends', '/v1/batches']) {
      type Pair = { requestor: { id: string }; acceptor: { id: string } };
      const { items } = (await who.get<{ items: Pair[] }>(`${path}?limit=200`)).body;
      for (const { requestor, acceptor } of items)
        expect([requestor.id, acceptor.id]).toContain(who.memberId);
    }
    const team = (await who.get<{ items: { email: string }[] }>('/v1/team')).body.items;
    const domain = who.email.split('@')[1];
    expect(team.every(({ email }) => email.endsWith(`@${domain}`))).toBe(true);
  }
});

test('a filter by state, side or batch only ever shows less of one’s own', async () => {
  const { it, callers, others } = await setTheScene();
  const [ravi, maya] = [callers[0]!, others[0]!];
  const grant = (await ravi.give(maya, { approval: 'every' })).body;
  const held = (await maya.submit({ from: { grantId: grant.id } })).body;
  await it.dispatchAll();
  type Sent = { id: string; state: string; acceptor: { id: string } };
  for (const who of [...callers, ...others]) {
    const own = await readAll(who, '/v1/sends');
    for (const state of ['held', 'queued', 'sent', 'blocked']) {
      for (const side of ['', '&side=acceptor', '&side=requestor']) {
        const path = `/v1/sends?limit=200&state=${state}${side}`;
        const { items } = (await who.get<{ items: Sent[] }>(path)).body;
        for (const item of items) expect([item.state, own.has(keyOf(item as never))]).toEqual([state, true]);
      }
    }
    expect((await who.get<Listed>(`/v1/sends?batch=${held.id}`)).body.items).toEqual([]);
    for (const other of others) {
      const batches = (await other.get<{ items: Sent[] }>('/v1/batches?side=requestor')).body.items;
      for (const { id, acceptor } of batches) {
        const { items } = (await who.get<Listed>(`/v1/sends?limit=200&batch=${id}`)).body;
        const isTheirs = who === other || acceptor.id === who.memberId;
        expect(items).toHaveLength(isTheirs ? 3 : 0);
      }
    }
  }
  const asked = await ravi.get<{ items: Sent[] }>('/v1/sends?side=acceptor&state=held');
  expect(asked.body.items.map(({ id }) => id)).toEqual([held.id]);
  for (const who of [...callers, ...others]) {
    const own = await readAll(who, '/v1/sends');
    for (const { memberId } of [...callers, ...others]) {
      for (const filter of ['sender', 'requestor', 'others=true&sender', 'outcome=none&requestor']) {
        const { items } = (await who.get<Listed>(`/v1/sends?limit=200&${filter}=${memberId}`)).body;
        expect(items.filter((item) => !own.has(keyOf(item)))).toEqual([]);
      }
    }
  }
  for (const query of ['state=', 'state=everything', 'state=held&state=sent', 'batch=x', 'batch=']) {
    expect((await ravi.get(`/v1/sends?${query}`)).status, query).toBe(400);
  }
});

test('a page that goes on shows each own row once and ends', async () => {
  const { it, callers } = await setTheScene();
  for (const path of listsOf(it)) {
    for (const who of callers) {
      if (path === '/v1/events') continue;
      const own = await readAll(who, path);
      const seen: string[] = [];
      for (let cursor: string | null | undefined = ''; cursor != null;) {
        const { status, body }: Answer<Listed> = await who.get(
          `${path}?limit=1${cursor ? `&cursor=${cursor}` : ''}`,
        );
        if (status !== 200) break;
        seen.push(...body.items.map(keyOf));
        cursor = body.nextCursor;
        expect(seen.length, path).toBeLessThanOrEqual(own.size);
      }
      expect(seen.sort(), path).toEqual([...own].sort());
    }
  }
});

test('limits that are none, and filters that are not offered, are refused', async () => {
  const { it, callers } = await setTheScene();
  for (const path of listsOf(it)) {
    for (const query of [
      ...[
        'limit=0',
        'limit=-1',
        'limit=201',
        'limit=1.5',
        'limit=x',
        'limit=1e9',
        'limit=NaN',
        'limit=1&limit=200',
      ],
      ...['memberId=x', 'workspaceId=x', 'requestorId=x', 'all=true', 'offset=1', 'cursor=0&cursor=1'],
      ...['side=everybody', 'side=requestor&side=acceptor', 'to=everybody', 'include=body'],
    ]) {
      expect((await callers[0]!.get(`${path}?${query}`)).status, `${path}?${query}`).toBe(400);
    }
  }
});

test('the audit shows a member only what concerns them, and an admin only their workspace', async () => {
  const { callers, others } = await setTheScene();
  type Entry = { actor: { id: string } | null; subjectId: string; action: string };
  const [ravi, ada] = callers as [Somebody, Somebody];
  const read = async (who: Somebody) => (await who.get<{ items: Entry[] }>('/v1/audit?limit=200')).body.items;
  const strangers = others
    .filter(({ email }) => email.endsWith('@globex.test'))
    .map(({ memberId }) => memberId);
  for (const entry of await read(ada)) expect(strangers).not.toContain(entry.actor?.id);
  const tomToAda = (await ada.get<{ items: { id: string; requestor: { id: string } }[] }>('/v1/grants')).body
    .items;
  const mine = await read(ravi);
  expect(mine.length).toBeGreaterThan(0);
  expect(mine.map(({ subjectId }) => subjectId)).not.toContain(tomToAda[0]!.id);
  expect((await ravi.get('/v1/audit/verify')).status).toBe(403);
});
