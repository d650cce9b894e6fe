import { expect, test } from 'vitest';
import { ourContent, ourPage } from '../testing/fake-platform.ts';
import { settled, startWorker } from '../testing/start-worker.ts';

const jobs = 'https://jobs.example.com';
const world = () => startWorker(() => null);
const onJobs = { ...ourContent, origin: jobs };

test('a site is turned on only where the browser gave its permission', async () => {
  const worker = world();
  expect(await worker.ask('sites:set', { origin: jobs, on: true })).toMatchObject({
    error: { code: 'forbidden' },
  });
  expect(await worker.ask('session:read', undefined, onJobs)).toMatchObject({ error: { code: 'refused' } });
  worker.granted.add(`${jobs}/*`);
  expect(await worker.ask('sites:set', { origin: `${jobs}/settings?x`, on: true })).toMatchObject({
    ok: true,
    value: [{ builtIn: true }, { origin: jobs, on: true, builtIn: false }],
  });
  expect([...worker.scripts]).toEqual([[`site:${jobs}`, `${jobs}/*`]]);
  expect(await worker.ask('session:read', undefined, onJobs)).toMatchObject({ ok: true });
});

test('a site that is turned off loses its script, its permission and its voice', async () => {
  const worker = world();
  worker.granted.add(`${jobs}/*`);
  await worker.ask('sites:set', { origin: jobs, on: true });
  await worker.ask('sites:set', { origin: jobs, on: false });
  expect([worker.scripts.size, worker.granted.size]).toEqual([0, 0]);
  expect(await worker.ask('session:read', undefined, onJobs)).toMatchObject({ error: { code: 'refused' } });
});

test('the built-in site can be switched off and on, and stays so after a restart', async () => {
  const worker = world();
  await worker.ask('sites:set', { origin: 'http://hireline.localhost:4173', on: false });
  const restarted = startWorker(() => null, worker.storage);
  expect(await restarted.ask('session:read', undefined, ourContent)).toMatchObject({
    error: { code: 'refused' },
  });
  restarted.platform.tabs.matching = async (pattern) =>
    pattern === 'http://hireline.localhost/*' ? [4] : [];
  await restarted.ask('sites:set', { origin: 'http://hireline.localhost', on: true });
  expect(restarted.injected).toEqual([{ target: { tabId: 4 }, js: ['content.js'] }]);
  expect(await restarted.ask('session:read', undefined, ourContent)).toMatchObject({ ok: true });
});

test('a permission taken back in the browser turns the site off', async () => {
  const worker = world();
  worker.granted.add(`${jobs}/*`);
  await worker.ask('sites:set', { origin: jobs, on: true });
  worker.granted.clear();
  worker.events.permissionsRemoved.fire([`${jobs}/*`]);
  await settled();
  expect(worker.scripts.size).toBe(0);
  expect(await worker.ask('sites:list', undefined)).toMatchObject({ value: [{ builtIn: true }] });
});

test('after an update the scripts are registered again', async () => {
  const worker = world();
  worker.granted.add(`${jobs}/*`);
  await worker.ask('sites:set', { origin: jobs, on: true });
  worker.scripts.clear();
  worker.events.installed.fire();
  await settled();
  expect([...worker.scripts.keys()]).toEqual([`site:${jobs}`]);
});

test.each(['chrome://settings', 'file:///etc/passwd', 'not a url'])('%s is no site', async (origin) => {
  expect(await world().ask('sites:set', { origin, on: true })).toMatchObject({
    error: { code: 'invalid_request' },
  });
});

test('a port of a stranger, or under another name, is closed at once', async () => {
  const worker = world();
  const closed: string[] = [];
  const port = (name: string, sender: object) => ({
    name,
    sender,
    post: () => {},
    disconnect: () => closed.push(name),
    onMessage: () => {},
    onDisconnect: () => {},
  });
  worker.events.connect.fire(port('live', { ...ourPage, id: 'a'.repeat(32) }));
  worker.events.connect.fire(port('other', ourPage));
  worker.events.connect.fire(port('live', ourPage));
  await settled();
  expect(closed.sort()).toEqual(['live', 'other']);
});
