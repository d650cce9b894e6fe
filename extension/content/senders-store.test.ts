import { expect, it, vi } from 'vitest';
import { fail, succeed } from '../../shared/messages/outcome.ts';
import type { Client } from '../ui/client.ts';
import { createSendersStore } from './senders-store.ts';

const maya = { grantId: 'grant-maya', usable: true };
const me = { grantId: null, usable: true };

function arrange(...answers: unknown[]) {
  const stopLive = vi.fn();
  const live = vi.fn(() => stopLive);
  const ask = vi.fn(async () => (answers.length > 1 ? answers.shift() : answers[0]) as never);
  const store = createSendersStore({ ask, live, text: () => '' } as Client);
  return { store, ask, live, stopLive };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));

it('asks before anybody needs the answer', async () => {
  const { store, live } = arrange(succeed([me, maya]));
  expect(store.view).toEqual({ state: 'loading' });
  await settle();
  expect(store.find('grant-maya')).toEqual(maya);
  expect(live).not.toHaveBeenCalled();
});

it('keeps the last good list when a later reading fails', async () => {
  const { store } = arrange(succeed([maya]), fail('offline', 'Out of reach.'));
  await settle();
  await store.refresh();
  expect(store.view).toMatchObject({ state: 'ready' });
});

it('forgets the list when the person signs out', async () => {
  const { store } = arrange(succeed([maya]), fail('signed_out', 'Signed out.'));
  await settle();
  await store.refresh();
  expect(store.view).toEqual({ state: 'signedOut' });
  expect(store.find('grant-maya')).toBeUndefined();
});

it('lets no slow answer undo a later one', async () => {
  let answerFirst = (_outcome: unknown) => {};
  const first = new Promise((resolve) => (answerFirst = resolve));
  const answers = [first, Promise.resolve(succeed([{ ...maya, usable: false }]))];
  const store = createSendersStore({ ask: () => answers.shift(), live: () => () => {} } as unknown as Client);
  await store.refresh();
  answerFirst(succeed([maya]));
  await settle();
  expect(store.find('grant-maya')?.usable).toBe(false);
});

it('is connected only while something shows it', async () => {
  const { store, live, stopLive } = arrange(succeed([maya]));
  const [one, two] = [new AbortController(), new AbortController()];
  store.watch(() => {}, one.signal);
  store.watch(() => {}, two.signal);
  expect(live).toHaveBeenCalledTimes(1);
  one.abort();
  expect(stopLive).not.toHaveBeenCalled();
  two.abort();
  expect(stopLive).toHaveBeenCalledTimes(1);
});
