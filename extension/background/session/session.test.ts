import { expect, test } from 'vitest';
import { refusal, type FakeServer } from '../testing/fake-environment.ts';
import { fakeStorage } from '../testing/fake-storage.ts';
import { mayaAsMe } from '../testing/sample-data.ts';
import { settled, signedIn, startWorker } from '../testing/start-worker.ts';

const server: FakeServer = ({ path }) => {
  if (path === '/auth/token')
    return { body: { access_token: 'a', refresh_token: 'r', token_type: 'Bearer', expires_in: 900 } };
  if (path === '/auth/logout') return { body: {} };
  if (path === '/v1/me') return { body: mayaAsMe };
  if (path.startsWith('/v1/events')) return { body: { items: [], cursor: '7' } };
  if (path.startsWith('/v1/')) return { body: { items: [], nextCursor: null } };
  return null;
};
const launch = async (address: string) => {
  const query = new URL(address).searchParams;
  return `${query.get('redirect_uri')}?code=c&iss=http://localhost:8787&state=${query.get('state')}`;
};
const now = Date.parse('2026-03-02T10:00:00');

test('signing in shows who I am, and the feed begins where it stands', async () => {
  const worker = startWorker(server);
  worker.state.launch = launch;
  expect(await worker.ask('session:signIn', undefined)).toMatchObject({ value: { state: 'signedIn' } });
  await settled();
  expect(await worker.storage.local.get('feed')).toMatchObject({ cursor: '7' });
});

test('two clicks on sign in open one window', async () => {
  const worker = startWorker(server);
  let windows = 0;
  worker.state.launch = (address) => {
    windows += 1;
    return launch(address);
  };
  await Promise.all([worker.ask('session:signIn', undefined), worker.ask('session:signIn', undefined)]);
  expect(windows).toBe(1);
});

test('signing out tells the server and leaves nothing behind but settings', async () => {
  const worker = startWorker(server);
  worker.state.launch = launch;
  await worker.ask('session:signIn', undefined);
  await worker.ask('grants:list', undefined);
  await settled();
  expect(await worker.ask('session:signOut', undefined)).toMatchObject({ value: { state: 'signedOut' } });
  await settled();
  expect(worker.asked.some(({ path }) => path === '/auth/logout')).toBe(true);
  expect([...worker.storage.local.values.keys(), ...worker.storage.session.values.keys()]).toEqual([]);
});

test('deleting my data names my address, and leaves nothing behind once the server has done it', async () => {
  let refused = true;
  const worker = startWorker((asked) => {
    if (asked.method !== 'DELETE') return server(asked);
    return refused ? { status: 403, body: refusal('forbidden') } : { body: { stopped: 12 } };
  });
  worker.state.launch = launch;
  await worker.ask('session:signIn', undefined);
  await worker.ask('grants:list', undefined);
  await settled();
  const payload = { email: 'maya@acme.test' };
  expect(await worker.ask('session:delete', payload)).toMatchObject({ error: { code: 'forbidden' } });
  expect(await worker.ask('session:read', undefined)).toMatchObject({ value: { state: 'signedIn' } });
  refused = false;
  expect(await worker.ask('session:delete', payload)).toEqual({ ok: true, value: { stopped: 12 } });
  await settled();
  expect(worker.asked.filter(({ method }) => method === 'DELETE')).toMatchObject([
    { path: '/v1/me', body: payload },
    { path: '/v1/me', body: payload },
  ]);
  expect([...worker.storage.local.values.keys(), ...worker.storage.session.values.keys()]).toEqual([]);
  expect(worker.shown).toEqual([]);
});

test('a session the server ended is said in words, in the view and as a notification', async () => {
  const storage = fakeStorage();
  await signedIn(storage, now);
  const ended: FakeServer = ({ path }) =>
    path === '/auth/token'
      ? { status: 400, body: refusal('invalid_grant') }
      : { status: 401, body: refusal('unauthenticated') };
  const worker = startWorker(ended, storage, now);
  expect(await worker.ask('session:read', undefined)).toMatchObject({
    value: { state: 'signedOut', notice: 'worker_session_ended' },
  });
  expect(worker.shown.map(({ text }) => text.title)).toEqual(['notify_session_title']);
});

test('another server address ends the session: no token travels there', async () => {
  const storage = fakeStorage();
  await signedIn(storage, now);
  const worker = startWorker(server, storage, now);
  await worker.ask('settings:server', { serverUrl: 'https://other.test/' });
  await settled();
  expect(await worker.ask('session:read', undefined)).toEqual({
    ok: true,
    value: { state: 'signedOut', serverUrl: 'https://other.test' },
  });
  expect(storage.local.values.has('refresh')).toBe(false);
});

test('lists come from the cache for half a minute, and from the server after a change', async () => {
  const storage = fakeStorage();
  await signedIn(storage, now);
  const worker = startWorker(server, storage, now);
  await settled();
  const reads = () => worker.asked.filter(({ path }) => path.startsWith('/v1/senders')).length;
  await worker.ask('senders:list', undefined);
  await worker.ask('senders:list', undefined);
  expect(reads()).toBe(1);
  await worker.ask('grants:leave', { id: '01900000-0000-7000-8000-000000000010' });
  await worker.ask('senders:list', undefined);
  expect(reads()).toBe(2);
  worker.clock.now += 31_000;
  await worker.ask('senders:list', undefined);
  await settled();
  expect(reads()).toBe(3);
});

test('a server that can not be reached is named, and no token is in the words', async () => {
  const storage = fakeStorage();
  await signedIn(storage, now);
  const worker = startWorker(() => 'unreachable', storage, now);
  expect(await worker.ask('team:list', undefined)).toEqual({
    ok: false,
    error: { code: 'offline', message: 'worker_offline|http://localhost:8787' },
  });
});
