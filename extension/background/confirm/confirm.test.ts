import { expect, test } from 'vitest';
import { succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { FakeServer } from '../testing/fake-environment.ts';
import { ourContent } from '../testing/fake-platform.ts';
import { fakeStorage } from '../testing/fake-storage.ts';
import { grantId, maya, ravi, request, sent } from '../testing/sample-data.ts';
import { settled, signedIn, startWorker } from '../testing/start-worker.ts';

const now = Date.parse('2026-03-02T10:00:00');
const send = { from: { grantId }, to: { email: 'cara@example.com' }, subject: 'Hi', html: '<p>Hi</p>' };
const sender = {
  grantId,
  mailboxId: request.mailbox.id,
  person: maya,
  usable: true,
  reason: null,
  leftToday: 5,
  dailyCap: 50,
  approval: 'none',
};

async function world() {
  const terms = { digest: 'a'.repeat(64) };
  const storage = fakeStorage();
  await signedIn(storage, now);
  const server: FakeServer = ({ path, method }) => {
    const list = (...items: unknown[]) => ({ body: { items, nextCursor: null } });
    if (method === 'POST' && path === '/v1/sends') return { status: 202, body: sent };
    if (method === 'POST') return { body: { ...request, state: 'active' } };
    if (path.startsWith('/v1/senders')) return list(sender);
    if (path.startsWith('/v1/team'))
      return list({ ...ravi, role: 'member', mailboxState: 'connected', frozenAt: null, isMe: false });
    if (path.startsWith('/v1/grants')) return list({ ...request, termsDigest: terms.digest });
    if (path.startsWith('/v1/sends?')) return list();
    return null;
  };
  const start = () => startWorker(server, storage, now);
  const worker = start();
  const deeds = () =>
    worker.asked.filter(({ method }) => method === 'POST').map(({ path, body }) => ({ path, body }));
  const token = async (from = worker) => {
    await settled();
    return from.popups.at(-1)?.split('#')[1] ?? '';
  };
  return { worker, start, deeds, token, terms };
}
const done = async (asked: Promise<Outcome<unknown>>) => {
  const pending = Symbol('pending');
  await settled();
  return Promise.race([asked, Promise.resolve(pending).then((value) => value.description)]);
};

test('nothing is sent before the window was answered, and its names come from the server', async () => {
  const { worker, deeds, token } = await world();
  const asked = worker.ask(
    'sends:confirm',
    { key: 'key-12345', send, senderName: 'Somebody harmless' },
    ourContent,
  );
  const question = await worker.ask('confirm:read', { token: await token() });
  expect(question).toMatchObject({ ok: true, value: { senderName: 'Maya', senderEmail: maya.email } });
  expect(await done(asked)).toBe('pending');
  expect(deeds()).toEqual([]);
  expect(await worker.ask('confirm:answer', { token: await token(), yes: true })).toEqual(succeed(null));
  expect(await asked).toEqual(succeed(sent));
  expect(deeds()).toHaveLength(1);
});

test.each(['the answer no', 'a closed window'])('%s sends nothing', async (how) => {
  const { worker, deeds, token } = await world();
  const asked = worker.ask('sends:confirm', { key: 'key-12345', send, senderName: 'Maya' }, ourContent);
  const theToken = await token();
  if (how === 'a closed window') worker.events.windowClosed.fire(1);
  else await worker.ask('confirm:answer', { token: theToken, yes: false });
  expect(await asked).toMatchObject({ ok: false, error: { code: 'refused', message: 'worker_not_sent' } });
  expect(deeds()).toEqual([]);
});

test('a token answers once', async () => {
  const { worker, deeds, token } = await world();
  const asked = worker.ask('pages:confirm', { give: { requestorId: ravi.id } }, ourContent);
  const theToken = await token();
  await worker.ask('confirm:answer', { token: theToken, yes: true });
  expect(await asked).toEqual(succeed({ ...request, state: 'active' }));
  expect(await worker.ask('confirm:answer', { token: theToken, yes: true })).toMatchObject({
    error: { code: 'not_found' },
  });
  expect(deeds()).toEqual([{ path: '/v1/grants', body: { requestorId: ravi.id } }]);
});

test('a token that was guessed, or a content script with the right one, changes nothing', async () => {
  const { worker, deeds, token } = await world();
  void worker.ask('pages:confirm', { accept: grantId }, ourContent);
  await worker.ask('confirm:answer', { token: 'x'.repeat(43), yes: true });
  await worker.ask('confirm:answer', { token: await token(), yes: true }, ourContent);
  await worker.ask('confirm:read', { token: await token() }, ourContent);
  expect(deeds()).toEqual([]);
});

test('tokens are long and never the same', async () => {
  const { worker, token } = await world();
  void worker.ask('pages:confirm', { accept: grantId }, ourContent);
  const first = await token();
  void worker.ask('pages:confirm', { accept: grantId }, ourContent);
  expect(first).toMatch(/^[\w-]{43}$/);
  expect(await token()).not.toBe(first);
});

test('an acceptance names the terms the window showed, not those of a moment later', async () => {
  const { worker, deeds, token, terms } = await world();
  void worker.ask('pages:confirm', { accept: grantId }, ourContent);
  await worker.ask('confirm:read', { token: await token() });
  terms.digest = 'c'.repeat(64);
  await worker.ask('confirm:answer', { token: await token(), yes: true });
  expect(deeds()).toEqual([{ path: `/v1/grants/${grantId}/accept`, body: { termsDigest: 'a'.repeat(64) } }]);
});

test('terms that were never shown are not accepted', async () => {
  const { worker, deeds, token } = await world();
  void worker.ask('pages:confirm', { accept: grantId }, ourContent);
  expect(await worker.ask('confirm:answer', { token: await token(), yes: true })).toMatchObject({
    ok: false,
  });
  expect(deeds()).toEqual([]);
});

test('a window outlives the worker: asked again, the message waits for the same one', async () => {
  const { worker, start, token } = await world();
  void worker.ask('sends:confirm', { key: 'key-12345', send, senderName: 'Maya' }, ourContent);
  const theToken = await token();
  const second = start();
  const again = second.ask('sends:confirm', { key: 'key-12345', send, senderName: 'Maya' }, ourContent);
  await settled();
  expect(second.popups).toEqual([]);
  await second.ask('confirm:answer', { token: theToken, yes: true });
  expect(await again).toEqual(succeed(sent));
});

test('a yes given while nobody waited is not asked a second time', async () => {
  const { worker, start, token } = await world();
  void worker.ask('sends:confirm', { key: 'key-12345', send, senderName: 'Maya' }, ourContent);
  const theToken = await token();
  const second = start();
  await second.ask('confirm:answer', { token: theToken, yes: true });
  const again = second.ask('sends:confirm', { key: 'key-12345', send, senderName: 'Maya' }, ourContent);
  expect(await again).toEqual(succeed(sent));
  expect(second.popups).toEqual([]);
  expect(second.asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
});
