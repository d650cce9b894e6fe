import { expect, test, vi } from 'vitest';
import { succeed } from '../../../shared/messages/outcome.ts';
import { settled } from '../testing/start-worker.ts';
import { createSocket } from './socket.ts';
import { topicsOf } from './topics.ts';

type Opened = Pick<WebSocket, 'onopen' | 'onmessage' | 'onclose' | 'close'>;

function arrange() {
  const opened: Opened[] = [];
  const onReady = vi.fn<(again: boolean) => void>();
  const socket = createSocket({
    open: () => {
      const one: Opened = { onopen: null, onmessage: null, onclose: null, close: () => {} };
      opened.push(one);
      return one as WebSocket;
    },
    credential: async () => succeed({ token: 'token', serverUrl: 'http://localhost:8787' }),
    cursor: async () => undefined,
    wait: async () => {},
    repeat: () => () => {},
    onReady,
    onEvent: () => {},
  });
  const ready = async () => {
    await settled();
    const data = JSON.stringify({ type: 'ready', cursor: '1' });
    opened.at(-1)?.onmessage?.call({} as WebSocket, { data } as MessageEvent);
  };
  const drop = async () => {
    opened.at(-1)?.onclose?.call({} as WebSocket, {} as CloseEvent);
    await settled();
  };
  return { socket, opened, ready, drop, onReady };
}

test('after a gap it says so, since what was told meanwhile to those who were there may be missed', async () => {
  const { socket, opened, ready, drop, onReady } = arrange();
  socket.start();
  await ready();
  await drop();
  expect(opened).toHaveLength(2);
  await ready();
  expect(onReady.mock.calls).toEqual([[false], [true]]);
});

test('begun anew it speaks of no gap: what is on screen then was read just now', async () => {
  const { socket, ready, onReady } = arrange();
  socket.start();
  await ready();
  socket.stop();
  socket.start();
  await ready();
  expect(onReady.mock.calls).toEqual([[false], [false]]);
});

test('somebody new is news of the team', () => expect(topicsOf('member.joined')).toEqual(['team']));

test('a recipient’s erasure is news of who is not written to, and of all lists that they stood in', () =>
  expect(topicsOf('suppression.erased')).toEqual(['suppressions', 'sends', 'batches']));
