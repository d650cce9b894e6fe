import { describe, expect, test } from 'vitest';
import { extensionId } from '../../shared/extension-id.ts';
import type { MessageType } from '../../shared/messages/messages.ts';
import { sendersAllowed } from '../../shared/messages/senders-allowed.ts';
import { succeed } from '../../shared/messages/outcome.ts';
import type { MessageSender } from '../platform/runtime.ts';
import type { Handlers } from './handlers.ts';
import { payloads } from './payloads.ts';
import { createRouter } from './router.ts';
import { ourContent, ourOrigin, ourPage } from './testing/fake-platform.ts';
import { grantId } from './testing/sample-data.ts';

const types = Object.keys(sendersAllowed) as MessageType[];
const from = { grantId };
const send = { from, to: { email: 'cara@example.com' }, subject: 'Hi', html: '<p>Hi</p>' };
const terms = { termsDigest: 'a'.repeat(64) };
const token = 't'.repeat(43);
const byId = { id: grantId };
const contentHash = 'c'.repeat(64);
const batch = { from, subject: 'Hi', html: '<p>Hi</p>', rows: [{ email: 'cara@example.com' }] };
const valid: Partial<Record<MessageType, unknown>> = {
  'session:delete': { email: 'ravi@acme.test' },
  'grants:request': { acceptorId: grantId },
  'grants:give': { requestorId: grantId },
  'grants:accept': { ...byId, ...terms },
  'grants:decline': byId,
  'grants:withdraw': byId,
  'grants:revoke': byId,
  'grants:leave': byId,
  'pause:set': { paused: true },
  'mailboxes:connect': { replies: true },
  'mailboxes:disconnect': byId,
  'sends:submit': { key: 'key-12345', send },
  'sends:read': byId,
  'sends:cancel': byId,
  'sends:list': undefined,
  'sends:resolve': { ...byId, outcome: 'sent' },
  'sends:confirm': { key: 'key-12345', send, senderName: 'Maya' },
  'sends:content': byId,
  'sends:approve': { ...byId, contentHash },
  'sends:reject': byId,
  'sends:edit': { ...byId, edit: { contentHash, subject: 'Hi', html: '<p>Hi</p>' } },
  'sends:find': { side: 'acceptor', from: '2026-03-01', outcome: 'opened', count: 50 },
  'sends:save': { side: 'requestor', from: '2026-03-01', state: 'held', others: true },
  'stats:read': { side: 'requestor', from: '2026-03-01', to: '2026-03-31', by: 'day' },
  'batches:begin': { grantId, subject: 'Hi', html: '<p>Hi</p>' },
  'batches:template': { token },
  'batches:preview': batch,
  'batches:submit': { key: 'key-12345', batch },
  'batches:list': { limit: 5 },
  'batches:read': byId,
  'batches:sends': byId,
  'batches:pause': byId,
  'batches:resume': byId,
  'batches:cancel': byId,
  'batches:approve': { ...byId, contentHash },
  'batches:reject': byId,
  'policy:change': {
    tracking: { consent: 'off', unknown: 'aggregate', elsewhere: 'individual' },
    unsubscribeLine: true,
    from: {
      tracking: { consent: 'off', unknown: 'off', elsewhere: 'individual' },
      unsubscribeLine: false,
    },
  },
  'suppressions:list': { search: '', limit: 50 },
  'suppressions:add': { email: 'cara@example.com' },
  'suppressions:addAll': { cells: ['cara@example.com'] },
  'suppressions:remove': byId,
  'erasure:read': byId,
  'erasure:do': byId,
  'sites:set': { origin: 'https://jobs.example.com', on: true },
  'settings:server': { serverUrl: 'https://behalf.example.com' },
  'settings:notifications': {
    requests: true,
    approvals: true,
    answers: true,
    digest: true,
    mailbox: true,
    sends: true,
    replies: true,
  },
  'surfaces:load': { which: 'composer' },
  'pages:confirm': { accept: grantId },
  'pages:open': { page: 'delegation' },
  'confirm:read': { token },
  'confirm:answer': { token, yes: true },
};

const handled: [MessageType, unknown, unknown][] = [];
const handlers = Object.fromEntries(
  types.map((type) => [
    type,
    async (payload: unknown, sender: unknown) => {
      handled.push([type, payload, sender]);
      return succeed(type);
    },
  ]),
) as unknown as Handlers;
const route = createRouter({
  handlers,
  version: '1.0.0',
  text: (key) => key,
  surroundings: {
    id: extensionId,
    origin: ourOrigin,
    siteIsOn: async (site) => site === 'http://hireline.localhost',
  },
});
const ask = (type: string, sender: MessageSender, payload?: unknown, version = '1.0.0') =>
  route({ behalf: true, version, type, payload }, sender);

const strangers: Record<string, MessageSender> = {
  'another extension': { ...ourPage, id: 'a'.repeat(32) },
  'another extension with our origin in it': { ...ourPage, id: undefined },
  'a content script on a site that is off': { ...ourContent, origin: 'https://evil.example' },
  'a content script in a frame': { ...ourContent, frameId: 3 },
  'a content script without a tab': { ...ourContent, tab: undefined },
  'a sandboxed document': { ...ourContent, origin: 'null' },
  'a sender without an origin': { ...ourContent, origin: undefined },
  'a page with our origin as a prefix': { ...ourPage, origin: `${ourOrigin}.evil.example` },
};

describe.each(types)('%s', (type) => {
  test.each([
    ['page', 'one of our own pages, also in a tab', ourPage],
    ['content', 'a content script', ourContent],
  ] as const)('is answered for %s only if it may send it: %s', async (who, _name, sender) => {
    const allowed = sendersAllowed[type].includes(who);
    const outcome = await ask(type, sender, valid[type]);
    expect(outcome).toEqual(allowed ? { ok: true, value: type } : refused('refused', 'worker_refused'));
  });
  test.each(Object.entries(strangers))('is refused for %s', async (_who, sender) => {
    const before = handled.length;
    expect(await ask(type, sender, valid[type])).toEqual(refused('refused', 'worker_refused'));
    expect(handled).toHaveLength(before);
  });
  test('has a check of its payload that refuses what it does not know', async () => {
    expect(payloads[type].safeParse({ ...(valid[type] as object), extra: 1 }).success).toBe(false);
  });
});

test('the site comes from the sender, not from the payload', async () => {
  await ask('sites:list', ourPage);
  await ask('grants:list', ourContent);
  expect(handled.at(-1)?.[2]).toEqual({ class: 'content', site: 'http://hireline.localhost', tabId: 7 });
});

test('a content script from before an update is told so', async () => {
  expect(await ask('session:read', ourContent, undefined, '0.9.0')).toEqual(
    refused('outdated', 'client_outdated'),
  );
});

test('what is no message of ours is left to others', () => {
  for (const message of [undefined, null, 'hello', 1, {}, { behalf: 'yes', type: 'session:read' }])
    expect(route(message, ourPage)).toBeUndefined();
});

test.each(['constructor', '__proto__', 'toString', 'sends:everything'])(
  'a message type %s that does not exist is refused',
  async (type) => expect(await ask(type, ourPage)).toEqual(refused('refused', 'worker_refused')),
);

test('a fault in a handler is answered without its details', async () => {
  const broken = createRouter({
    handlers: {
      ...handlers,
      'session:read': async () => {
        throw new Error('secret token');
      },
    },
    version: '1.0.0',
    text: (key) => key,
    surroundings: { id: extensionId, origin: ourOrigin, siteIsOn: async () => false },
  });
  const outcome = await broken({ behalf: true, version: '1.0.0', type: 'session:read' }, ourPage);
  expect(outcome).toEqual(refused('internal', 'worker_fault'));
});

const refused = (code: string, message: string) => ({ ok: false, error: { code, message } });

// Written out here on purpose: a table that was changed by mistake is caught, not followed.
test.each([
  'sends:waiting',
  'sends:content',
  'sends:approve',
  'sends:reject',
  'sends:edit',
  'batches:template',
  'batches:preview',
  'batches:submit',
  'batches:list',
  'batches:read',
  'batches:sends',
  'batches:pause',
  'batches:resume',
  'batches:cancel',
  'batches:approve',
  'batches:reject',
  'policy:read',
  'policy:change',
  'suppressions:list',
  'suppressions:add',
  'suppressions:addAll',
  'suppressions:remove',
  'suppressions:file',
  'erasure:asked',
  'erasure:read',
  'erasure:do',
] as const)('no page of a site gets as far as %s', async (type) => {
  expect(await ask(type, ourContent, valid[type])).toEqual(refused('refused', 'worker_refused'));
  expect(await ask(type, ourPage, valid[type])).toMatchObject({ ok: true });
});
