import { request } from 'node:http';
import { afterEach, expect, inject, onTestFinished, test } from 'vitest';
import { mostFeeds, rates } from '../routes/limits/rates.ts';
import { freshDatabase } from '../store/testing/databases.ts';
import { runServer, type TestServer } from '../testing/running-server.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const startHere = async (clock?: () => number): Promise<TestServer> =>
  (server = await runServer(shared.google, clock ? { clock } : {}));
const hello = (token: string, more: object = {}) => JSON.stringify({ token, ...more });
type Frame = Record<string, unknown>;
const eventsOf = (frames: Frame[]) =>
  frames.flatMap((frame) =>
    frame.type === 'event' ? [frame.event as { subjectId: string; type: string }] : [],
  );

test('a socket that says nothing, or not who it is, gets no frame and is closed', async () => {
  let now = Date.now();
  const it = await startHere(() => now);
  const { access_token, refresh_token } = await it.signIn('ravi@acme.test');
  const expired = (await it.signIn('ravi@acme.test')).access_token;
  const ended = (await it.signIn('ravi@acme.test')).access_token;
  await it.call('POST', '/auth/logout', { token: ended });
  const silent = await it.openSocket();
  now += 15 * 60_000;
  const live = (await it.signIn('ravi@acme.test')).access_token;
  const bad = [
    ...['', ' ', '{', 'null', '[]', '42', '{}', '"text"', live, `Bearer ${live}`, JSON.stringify(live)],
    ...['', 'bha_', refresh_token, access_token, expired, ended, `${live}x`].map((token) => hello(token)),
    ...[hello(live, { memberId: 'x' }), hello(live, { cursor: 5 }), JSON.stringify({ token: [live] })],
    ...[JSON.stringify([{ token: live }]), `${hello(live)}{}`],
  ];
  for (const first of bad) {
    const { frames, closed } = await it.openSocket(first);
    expect(await closed, first).toBe(4401);
    expect(frames, first).toEqual([]);
  }
  const named = await it.openSocket('{}', `/v1/events?token=${live}&access_token=${live}`);
  expect([await named.closed, named.frames]).toEqual([4401, []]);
  const tooLong = await it.openSocket(hello(live, { cursor: '1'.repeat(20_000) }));
  expect([await tooLong.closed, tooLong.frames]).toEqual([1009, []]);
  expect([await silent.closed, silent.frames]).toEqual([4401, []]);
  expect(it.logged.join('')).not.toContain(live);
}, 40_000);

test('a second hello changes nobody’s mind about who it is', async () => {
  const it = await startHere();
  const [ravi, maya] = [await it.signIn('ravi@acme.test'), await it.signIn('maya@acme.test')];
  const { socket, frames, closed } = await it.openSocket('{}');
  socket.send(hello(ravi.access_token));
  expect([await closed, frames]).toEqual([4401, []]);
  const own = await it.openSocket(hello(ravi.access_token));
  await expect.poll(() => own.frames).toHaveLength(1);
  own.socket.send(hello(maya.access_token, { cursor: '0' }));
  await expect.poll(() => own.frames).toHaveLength(2);
  expect(own.frames.map(({ type }) => type)).toEqual(['ready', 'pong']);
});

test('each member hears what concerns them and nothing else, from any cursor', async () => {
  const it = await startHere();
  const emails = ['ada', 'ravi', 'maya', 'tom'].map((name) => `${name}@acme.test`);
  const members = [];
  for (const email of [...emails, 'sam@globex.test']) {
    const { access_token: token } = await it.signIn(email);
    await it.connect(token, email);
    const { id } = (await it.call<{ id: string }>('GET', '/v1/me', { token })).body;
    members.push({ id, token });
  }
  // All are there before anybody listens: who joins concerns the whole team.
  const people = [];
  for (const member of members) people.push({ ...member, ...(await it.openSocket(hello(member.token))) });
  const [ada, ravi, maya, tom, sam] = people as [
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
  ];
  const post = <Body = { id: string }>({ token }: { token: string }, path: string, body?: unknown) =>
    it.call<Body>('POST', path, { token, body, headers: { 'idempotency-key': crypto.randomUUID() } });
  const grant = (await post(maya, '/v1/grants', { requestorId: ravi.id })).body;
  const send = (
    await post(ravi, '/v1/sends', {
      from: { grantId: grant.id },
      to: { email: 'jonas@candidate.test' },
      subject: 'x',
      html: '<p>x</p>',
    })
  ).body;
  await expect.poll(() => eventsOf(maya.frames).map(({ type }) => type)).toContain('send.sent');
  await expect.poll(() => eventsOf(ravi.frames).map(({ type }) => type)).toContain('send.sent');
  // Something for the others as well: whoever reads it has read all that was before.
  const other = (await post(ada, '/v1/grants/requests', { acceptorId: tom.id })).body;
  await expect.poll(() => eventsOf(tom.frames)).not.toEqual([]);
  await expect.poll(() => eventsOf(ada.frames)).not.toEqual([]);

  const own = new Set([grant.id, send.id]);
  for (const frames of [ravi.frames, maya.frames]) {
    for (const event of eventsOf(frames)) expect(own.has(event.subjectId), event.type).toBe(true);
  }
  for (const frames of [ada.frames, tom.frames]) {
    expect(eventsOf(frames).map(({ subjectId }) => subjectId)).toEqual([other.id]);
  }
  expect(eventsOf(sam.frames)).toEqual([]);
  for (const cursor of ['0', '1', '-1', '999999', 'x', "0' or 1=1--"]) {
    const again = await it.openSocket(hello(sam.token, { cursor }));
    await expect.poll(() => again.frames.length).toBeGreaterThan(0);
    again.socket.send('ping');
    await expect.poll(() => again.frames.at(-1)!.type).toBe('pong');
    for (const event of eventsOf(again.frames)) expect(event.type).toBe('mailbox.connected');
  }
}, 40_000);

test.each(['logout', 'freeze'])('after a %s the socket hears nothing more and is closed', async (how) => {
  const it = await startHere();
  const [ada, ravi] = [await it.signIn('ada@acme.test'), await it.signIn('ravi@acme.test')];
  const me = (await it.call<{ id: string }>('GET', '/v1/me', { token: ravi.access_token })).body;
  await it.connect(ada.access_token, 'ada@acme.test');
  const [listening, pinging] = [
    await it.openSocket(hello(ravi.access_token)),
    await it.openSocket(hello(ravi.access_token)),
  ];
  for (const { frames } of [listening, pinging]) await expect.poll(() => frames).toHaveLength(1);
  const given = await it.call('POST', '/v1/grants', {
    token: ada.access_token,
    body: { requestorId: me.id },
  });
  const { id } = given.body as { id: string };
  for (const { frames } of [listening, pinging]) await expect.poll(() => eventsOf(frames)).toHaveLength(1);
  if (how === 'logout') await it.call('POST', '/auth/logout', { token: ravi.access_token });
  else await it.call('POST', `/v1/team/${me.id}/freeze`, { token: ada.access_token });
  if (pinging.socket.readyState === pinging.socket.OPEN) pinging.socket.send('ping');
  expect(await pinging.closed).toBe(4401);
  await it.call('POST', `/v1/grants/${id}/revoke`, { token: ada.access_token });
  expect(await listening.closed).toBe(4401);
  for (const { frames } of [listening, pinging]) {
    expect(eventsOf(frames).map(({ type }) => type)).toEqual(['grant.given']);
    expect(frames.filter(({ type }) => type === 'pong')).toEqual([]);
  }
});

test('whoever leaves while being greeted leaves no listener behind', async () => {
  // On PostgreSQL, where looking somebody up takes long enough to leave in between.
  const database = await freshDatabase(inject('postgresUrl'));
  onTestFinished(() => database.drop());
  const it = (server = await runServer(shared.google, { databaseUrl: database.url }));
  const { access_token } = await it.signIn('ravi@acme.test');
  const { listen } = it.store;
  let listening = 0;
  it.store.listen = (channel, listener) => {
    const stop = listen(channel, listener);
    listening += 1;
    return () => {
      listening -= 1;
      stop();
    };
  };
  for (let round = 0; round < 20; round += 1) {
    const { socket } = await it.openSocket(hello(access_token));
    if (round % 2) socket.close();
    else socket.terminate();
  }
  const last = await it.openSocket(hello(access_token));
  await expect.poll(() => last.frames).toHaveLength(1);
  await expect.poll(() => listening).toBe(1);
});

test('only the feed is a socket, and a request that merely says so gets no feed', async () => {
  const it = await startHere();
  for (const path of ['/', '/v1/me', '/v1/sends', '/metrics', '/v1/events/x', '/healthz']) {
    await expect(it.openSocket(undefined, path), path).rejects.toThrow(/Unexpected server response/);
  }
  for (const headers of [
    { upgrade: 'websocket' },
    { upgrade: 'websocket', connection: 'close' },
    { upgrade: 'WebSocket', connection: 'keep-alive', 'sec-websocket-version': '13' },
  ]) {
    const status = await new Promise<number>((resolve, reject) => {
      const asked = request(`${it.origin}/v1/events`, { headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode!);
      });
      asked.on('upgrade', () => resolve(101)).on('error', reject);
      asked.end();
    });
    expect(status, JSON.stringify(headers)).toBeGreaterThanOrEqual(400);
    expect(status, JSON.stringify(headers)).toBeLessThan(500);
  }
});

test('a member has so many feeds at once and no more, and one that ends makes room', async () => {
  const it = await startHere();
  const { access_token } = await it.signIn('ravi@acme.test');
  const feeds = [];
  for (let i = 0; i < mostFeeds; i += 1) feeds.push(await it.openSocket(hello(access_token)));
  for (const { frames } of feeds) await expect.poll(() => frames).toHaveLength(1);
  const another = await it.signIn('ravi@acme.test');
  const tooMany = await it.openSocket(hello(another.access_token));
  expect([await tooMany.closed, tooMany.frames]).toEqual([4429, []]);
  feeds[0]!.socket.close();
  await feeds[0]!.closed;
  await expect
    .poll(async () => {
      const again = await it.openSocket(hello(access_token));
      return Promise.race([again.closed, expect.poll(() => again.frames.length).toBe(1)]);
    })
    .not.toBe(4429);
});

test('a socket that is flooded with frames is closed, and the database is not asked for each', async () => {
  const it = (server = await runServer(shared.google, { env: { RATE_LIMIT_FACTOR: '0.1' } }));
  const { access_token } = await it.signIn('ravi@acme.test');
  const { socket, frames, closed } = await it.openSocket(hello(access_token));
  await expect.poll(() => frames).toHaveLength(1);
  for (let i = 0; i < 5_000; i += 1) socket.send('ping');
  expect(await closed).toBe(4429);
  expect(frames.length).toBeLessThan(rates.member.burst);
});
