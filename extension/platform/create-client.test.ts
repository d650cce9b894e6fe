import { expect, test, vi } from 'vitest';
import { fail, succeed } from '../../shared/messages/outcome.ts';
import { createClient } from './create-client.ts';
import type { Port } from './runtime.ts';

const noAnswer = Symbol('no answer');

/** A document over a worker that gives `replies` in order: an outcome, an error, or no answer at all. */
function world(...replies: unknown[]) {
  const state = { id: 'our-id' as string | undefined, visible: true, waitsForEver: false };
  const onOff = vi.fn();
  const sentMessages: unknown[] = [];
  const ports: { end(): void; say(message: unknown): void; disconnect: ReturnType<typeof vi.fn> }[] = [];
  let onVisibility = () => {};
  const connect = (): Port => {
    let ended = () => {};
    let heard = (_message: unknown) => {};
    const disconnect = vi.fn();
    ports.push({ end: () => ended(), say: (message) => heard(message), disconnect });
    return {
      name: 'live',
      post: () => {},
      disconnect,
      onMessage: (listener) => (heard = listener),
      onDisconnect: (listener) => (ended = listener),
    };
  };
  const client = createClient({
    runtime: {
      id: () => state.id,
      version: () => '1.0.0',
      connect,
      send: async (message) => {
        sentMessages.push(message);
        const reply = replies.shift();
        if (reply instanceof Error) throw reply;
        return reply === noAnswer ? undefined : reply;
      },
    },
    i18n: {
      text: (key) => {
        if (state.id === undefined) throw new Error('Extension context invalidated.');
        return key;
      },
    },
    visibility: { visible: () => state.visible, onChange: (listener) => (onVisibility = listener) },
    onOff,
    wait: () => (state.waitsForEver ? new Promise(() => {}) : Promise.resolve()),
  });
  const show = (visible: boolean) => {
    state.visible = visible;
    onVisibility();
  };
  return { client, state, sentMessages, ports, show, onOff };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const submission = { key: 'key-12345', send: {} as never };

test('a message carries the version of its document', async () => {
  const { client, sentMessages } = world(succeed([]));
  await client.ask('grants:list', undefined);
  expect(sentMessages).toEqual([{ behalf: true, version: '1.0.0', type: 'grants:list', payload: undefined }]);
});

test('a submission whose worker stopped is sent again with the same key', async () => {
  const { client, sentMessages } = world(noAnswer, new Error('message channel closed'), succeed('sent'));
  expect(await client.ask('sends:submit', submission)).toEqual(succeed('sent'));
  expect(new Set(sentMessages.map((message) => JSON.stringify(message)))).toHaveProperty('size', 1);
});

test('what may have happened is not done twice', async () => {
  const { client, sentMessages } = world(noAnswer, succeed('twice'));
  expect(await client.ask('grants:revoke', { id: 'x' })).toMatchObject({
    error: { code: 'unavailable', message: 'client_unanswered' },
  });
  expect(sentMessages).toHaveLength(1);
});

test('what nobody heard is said again', async () => {
  const { client } = world(
    new Error('Could not establish connection. Receiving end does not exist.'),
    succeed(null),
  );
  expect(await client.ask('grants:revoke', { id: 'x' })).toEqual(succeed(null));
});

test('after an update of the extension a content script says that the page must be reloaded', async () => {
  const { client, state, sentMessages } = world();
  state.id = undefined;
  expect(await client.ask('sends:submit', submission)).toMatchObject({
    error: { code: 'outdated', message: 'client_outdated' },
  });
  expect(client.text('anything')).toBe('');
  expect(sentMessages).toEqual([]);
});

test('listeners hear of their topics only', () => {
  const { client, ports } = world();
  const heard: string[] = [];
  client.live(['grants'], () => heard.push('grants'));
  client.live(['sends', 'session'], () => heard.push('sends'));
  ports[0]?.say({ changed: ['sends'] });
  expect(heard).toEqual(['sends']);
  expect(ports).toHaveLength(1);
});

test('a page that is told to go says so to nobody who listens', () => {
  const { client, ports, onOff } = world();
  const onChange = vi.fn();
  client.live(['grants'], onChange);
  ports[0]?.say({ off: true });
  expect(onOff).toHaveBeenCalledTimes(1);
  expect(onChange).not.toHaveBeenCalled();
});

test('a port that broke is opened again and everybody reads again', async () => {
  const { client, ports } = world();
  const onChange = vi.fn();
  client.live(['grants'], onChange);
  ports[0]?.end();
  await settled();
  expect(ports).toHaveLength(2);
  expect(onChange).toHaveBeenCalledTimes(1);
});

test('a port that is away is opened as soon as the worker answers, once, and everybody reads again', async () => {
  const { client, ports, state } = world(succeed([]), succeed([]));
  state.waitsForEver = true;
  const onChange = vi.fn();
  client.live(['grants'], onChange);
  ports[0]?.end();
  await client.ask('grants:list', undefined);
  expect(ports).toHaveLength(2);
  expect(onChange).toHaveBeenCalledTimes(1);
  // One that is refused again and again is not asked for at each answer.
  ports[1]?.end();
  await client.ask('grants:list', undefined);
  expect(ports).toHaveLength(2);
});

test('a refusal opens no port', async () => {
  const { client, ports, state } = world(fail('refused', 'No.'));
  state.waitsForEver = true;
  client.live(['grants'], () => {});
  ports[0]?.end();
  await client.ask('grants:list', undefined);
  expect(ports).toHaveLength(1);
});

test('a document out of sight has no port, and reads again when it comes back', async () => {
  const { client, ports, show } = world();
  const onChange = vi.fn();
  client.live(['grants'], onChange);
  show(false);
  expect(ports[0]?.disconnect).toHaveBeenCalled();
  ports[0]?.end();
  await settled();
  expect(ports).toHaveLength(1);
  show(true);
  expect(ports).toHaveLength(2);
  expect(onChange).toHaveBeenCalledTimes(1);
});

test('who begins to listen while the port is away connects it, and is not told before it can know', () => {
  const { client, ports } = world();
  const earlier = vi.fn();
  const newcomer = vi.fn();
  client.live(['grants'], earlier);
  ports[0]!.end();
  client.live(['sends'], newcomer);
  expect(ports).toHaveLength(2);
  expect(earlier).toHaveBeenCalledTimes(1);
  expect(newcomer).not.toHaveBeenCalled();
});

test('the last listener that leaves closes the port', () => {
  const { client, ports } = world();
  const stops = [client.live(['grants'], () => {}), client.live(['sends'], () => {})];
  stops[0]?.();
  expect(ports[0]?.disconnect).not.toHaveBeenCalled();
  stops[1]?.();
  expect(ports[0]?.disconnect).toHaveBeenCalled();
});
