import { expect, test } from 'vitest';
import type { Send } from '../../../shared/api/sends.ts';
import { succeed } from '../../../shared/messages/outcome.ts';
import { createLaterApi } from './later-api.ts';

const send = (id: string, state: Send['state'] = 'queued') => ({ id, state }) as Send;

/** A server that lists these emails for each state, or for a batch. */
function apiOver(lists: Record<string, Send[]>) {
  const $get = ({ query }: { query: { state?: string; batch?: string } }) => ({
    items: lists[query.state ?? query.batch!] ?? [],
    nextCursor: null,
  });
  const call = async (ask: (server: never) => unknown) =>
    succeed((await ask({ v1: { sends: { $get } } } as never)) as never);
  return createLaterApi(call as never);
}

test('what waits is listed by when it was written, and what went on from one state to the next meanwhile once', async () => {
  const api = apiOver({
    held: [send('4', 'held'), send('1', 'held')],
    queued: [send('1'), send('3')],
    uncertain: [send('2', 'uncertain')],
  });
  expect(await api.waiting()).toEqual(
    succeed([send('1'), send('2', 'uncertain'), send('3'), send('4', 'held')]),
  );
});

test('the emails of a batch stand in the order of its list, whichever of them went first', async () => {
  const api = apiOver({ batch: [send('3'), send('1', 'sent'), send('2', 'sent')] });
  expect(await api.sendsOfBatch('batch')).toEqual(succeed([send('1', 'sent'), send('2', 'sent'), send('3')]));
});
