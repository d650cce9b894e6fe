import { expect, test } from 'vitest';
import { fakeStorage } from './testing/fake-storage.ts';
import { ourContent } from './testing/fake-platform.ts';
import { batchId, batchOf, grantId, sendId, sent } from './testing/sample-data.ts';
import { signedIn, startWorker } from './testing/start-worker.ts';

const now = Date.parse('2026-03-02T10:00:00');
const contentHash = 'c'.repeat(64);
const template = { grantId, subject: 'Hello', html: '<p>Hello</p>' };

async function start(storage = fakeStorage()) {
  await signedIn(storage, now);
  const page = { items: [sent], nextCursor: null };
  const worker = startWorker(
    ({ path }) => {
      if (path.startsWith('/v1/batches')) return { body: batchOf() };
      if (path.startsWith('/v1/sends')) return { body: path.includes('?') ? page : sent };
      return null;
    },
    storage,
    now,
  );
  const asked = () => worker.asked.map(({ method, path, body }) => ({ request: `${method} ${path}`, body }));
  return { worker, storage, asked };
}

test('a draft from a site opens our own page, which finds it there also after a restart of the worker', async () => {
  const { worker, storage, asked } = await start();
  expect(await worker.ask('batches:begin', template, ourContent)).toEqual({ ok: true, value: null });
  const token = /batch\/index\.html#template=([\w-]{43})$/.exec(worker.opened[0]!)?.[1];
  const again = (await start(storage)).worker;
  expect(await again.ask('batches:template', { token: token! })).toEqual({ ok: true, value: template });
  expect(asked().filter(({ request }) => request.startsWith('POST'))).toEqual([]);
});

test('a draft that is gone is said to be', async () => {
  const { worker } = await start();
  expect(await worker.ask('batches:template', { token: 't'.repeat(43) })).toMatchObject({
    error: { code: 'not_found' },
  });
});

test('a batch goes to the server under its dialogue’s own key', async () => {
  const { worker } = await start();
  const batch = {
    from: { grantId },
    subject: 'Hello {{name}}',
    html: '<p>Hello</p>',
    rows: [{ email: 'cara@example.com' }],
  };
  expect(await worker.ask('batches:submit', { key: 'key-12345', batch })).toMatchObject({ ok: true });
  const request = worker.asked.find(({ method }) => method === 'POST');
  expect(request?.path).toBe('/v1/batches');
  expect(request?.headers.get('idempotency-key')).toBe('key-12345');
});

test.each([
  ['batches:pause', { id: batchId }, `POST /v1/batches/${batchId}/pause`, undefined],
  ['batches:resume', { id: batchId }, `POST /v1/batches/${batchId}/resume`, undefined],
  ['batches:cancel', { id: batchId }, `POST /v1/batches/${batchId}/cancel`, undefined],
  ['batches:reject', { id: batchId }, `POST /v1/batches/${batchId}/reject`, undefined],
  ['batches:approve', { id: batchId, contentHash }, `POST /v1/batches/${batchId}/approve`, { contentHash }],
  ['batches:sends', { id: batchId }, `GET /v1/sends?limit=200&batch=${batchId}`, undefined],
  ['sends:approve', { id: sendId, contentHash }, `POST /v1/sends/${sendId}/approve`, { contentHash }],
  ['sends:reject', { id: sendId }, `POST /v1/sends/${sendId}/reject`, undefined],
  [
    'sends:edit',
    { id: sendId, edit: { contentHash, subject: 'Better', html: '<p>Better</p>' } },
    `POST /v1/sends/${sendId}/edit`,
    { contentHash, subject: 'Better', html: '<p>Better</p>' },
  ],
] as const)('%s asks the server for just that', async (type, payload, request, body) => {
  const { worker, asked } = await start();
  expect(await worker.ask(type, payload as never)).toMatchObject({ ok: true });
  expect(asked()).toContainEqual({ request, body });
});
