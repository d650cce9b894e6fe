import { expect, test, vi } from 'vitest';
import { livePort } from '../../shared/messages/live.ts';
import type { Port } from '../platform/runtime.ts';
import { createLivePorts } from './live-ports.ts';
import { ourContent, ourOrigin, ourPage } from './testing/fake-platform.ts';
import { settled } from './testing/start-worker.ts';

function arrange() {
  let answer = (_isOn: boolean) => {};
  const siteIsOn = () => new Promise<boolean>((resolve) => (answer = resolve));
  const surroundings = { id: ourContent.id, origin: ourOrigin, siteIsOn };
  const onFirst = vi.fn();
  const ports = createLivePorts({ surroundings, wait: () => Promise.resolve(), onFirst, onLast: () => {} });
  const port = { name: livePort, sender: ourContent, post: vi.fn(), disconnect: vi.fn() };
  const accept = () => ports.accept({ ...port, onMessage: () => {}, onDisconnect: () => {} } as Port);
  return { ports, port, accept, onFirst, tell: (isOn: boolean) => answer(isOn) };
}

test('what changes while it is looked up whose port it is is told once that is known', async () => {
  const { ports, port, accept, tell } = arrange();
  const accepted = accept();
  ports.broadcast('grants', 'senders');
  ports.broadcast('grants');
  expect(port.post).not.toHaveBeenCalled();
  tell(true);
  await accepted;
  expect(port.post.mock.calls).toEqual([[{ changed: ['grants', 'senders'] }]]);
  ports.broadcast('sends');
  expect(port.post).toHaveBeenLastCalledWith({ changed: ['sends'] });
});

test('a page of a site where Behalf is off is told to go, and nothing else', async () => {
  const { ports, port, accept, onFirst, tell } = arrange();
  const accepted = accept();
  ports.broadcast('grants');
  tell(false);
  await accepted;
  ports.broadcast('grants');
  await settled();
  expect(port.post.mock.calls).toEqual([[{ off: true }]]);
  expect(port.disconnect).toHaveBeenCalled();
  expect(onFirst).not.toHaveBeenCalled();
});

test('a page is told to go when its site is turned off, and a page of another site is not', async () => {
  const { ports, port, accept, tell } = arrange();
  const accepted = accept();
  tell(true);
  await accepted;
  ports.dropSite('http://other.test');
  expect(port.post).not.toHaveBeenCalled();
  ports.dropSite('http://hireline.localhost');
  expect(port.post.mock.calls).toEqual([[{ off: true }]]);
  expect(ports.any()).toBe(false);
});

test('many changes on each other’s heels are told as one, and none is lost', async () => {
  const told: string[][] = [];
  const pauses: (() => void)[] = [];
  const ports = createLivePorts({
    surroundings: { id: ourPage.id, origin: ourPage.origin!, siteIsOn: async () => true },
    wait: () => new Promise((resolve) => void pauses.push(resolve)),
    onFirst: () => {},
    onLast: () => {},
  });
  const port = {
    name: 'live',
    sender: ourPage,
    post: ({ changed }: { changed: string[] }) => told.push(changed),
    disconnect: () => {},
    onMessage: () => {},
    onDisconnect: () => {},
  };
  await ports.accept(port as unknown as Port);
  const pass = async () => {
    pauses.shift()?.();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  ports.broadcast('sends');
  for (let turn = 0; turn < 50; turn += 1) ports.broadcast('sends', 'batches');
  expect(told).toEqual([['sends']]);
  await pass();
  expect(told).toEqual([['sends'], ['sends', 'batches']]);
  await pass();
  ports.broadcast('grants');
  expect(told.at(-1)).toEqual(['grants']);
});
