import { expect, test } from 'vitest';
import { ourContent, ourPage } from './testing/fake-platform.ts';
import { startWorker } from './testing/start-worker.ts';

const page = { ...ourContent, documentId: 'document-1' };

test('a surface runs in the very page that asked for it', async () => {
  const { ask, injected } = startWorker(() => null);
  expect(await ask('surfaces:load', { which: 'composer' }, page)).toEqual({ ok: true, value: null });
  expect(await ask('surfaces:load', { which: 'panel' }, page)).toEqual({ ok: true, value: null });
  const target = { tabId: 7, documentId: 'document-1' };
  expect(injected).toEqual([
    { target, js: ['extension/content/composer.iife.js'] },
    { target, js: ['extension/content/panel.iife.js'] },
  ]);
});

test.each([
  ['a page of ours', { which: 'composer' }, ourPage],
  ['a site where Behalf is off', { which: 'composer' }, { ...page, origin: 'https://evil.example' }],
  ['a frame', { which: 'composer' }, { ...page, frameId: 2 }],
  ['a tab named in the payload', { which: 'composer', tabId: 1 }, page],
  ['a file named in the payload', { which: '../background/index.js' }, page],
])('nothing runs for %s', async (_who, payload, sender) => {
  const { ask, injected } = startWorker(() => null);
  expect(await ask('surfaces:load', payload as never, sender)).toMatchObject({ ok: false });
  expect(injected).toEqual([]);
});

test('a page that is gone is an answer, not a fault', async () => {
  const { ask, platform } = startWorker(() => null);
  platform.scripting.inject = async () => Promise.reject(new Error('No document with id'));
  expect(await ask('surfaces:load', { which: 'panel' }, page)).toMatchObject({
    error: { code: 'unavailable' },
  });
});
