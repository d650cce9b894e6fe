import { upgradeWebSocket } from '@hono/node-server';
import { Hono } from 'hono';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { listen } from './listen.ts';

const app = new Hono()
  .get('/', (c) => c.text('here'))
  .get(
    '/echo',
    upgradeWebSocket(() => ({ onMessage: ({ data }, ws) => ws.send(`again: ${String(data)}`) })),
  );

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
async function start(heartbeatMs?: number): Promise<number> {
  const { port, close } = await listen(app.fetch, {
    ...{ port: 0, host: '127.0.0.1' },
    ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
  });
  stops.push(() => close(async () => {}));
  return port;
}
async function open(port: number, options: object = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/echo`, options);
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data)));
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { socket, heard };
}

/** What a raw connection is answered with until the server ends it. */
const say = (port: number, lines: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    socket.on('data', (data) => (heard += String(data)));
    socket.on('end', () => resolve(heard)).on('error', reject);
  });

test.each(['h2c', 'TLS/1.0', 'foo', 'websocket2', ''])(
  'a connection that would become %j is answered and ended, not forgotten open',
  async (upgrade) => {
    const port = await start();
    const lines = ['GET / HTTP/1.1', 'Host: x', 'Connection: Upgrade, close', `Upgrade: ${upgrade}`];
    expect(await say(port, lines)).toMatch(/^HTTP\/1\.1 (400|200) /);
  },
);

test('an upgrade of what is no socket is refused and ended', async () => {
  const port = await start();
  const lines = [
    ...['GET / HTTP/1.1', 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket'],
    ...['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='],
  ];
  expect(await say(port, lines)).toMatch(/^HTTP\/1\.1 [24]00 /);
});

test('a socket that does not answer pings is ended, one that does stays', async () => {
  const port = await start(50);
  const [gone, there] = [await open(port, { autoPong: false }), await open(port)];
  const closed = new Promise((resolve) => gone.socket.once('close', resolve));
  let pings = 0;
  there.socket.on('ping', () => (pings += 1));
  await closed;
  await expect.poll(() => pings).toBeGreaterThan(3);
  there.socket.send('hello');
  await expect.poll(() => there.heard).toEqual(['again: hello']);
});

test('when it stops, sockets are told to come again, and nobody new is let in', async () => {
  const port = await start();
  const { socket } = await open(port);
  const code = new Promise((resolve) => socket.once('close', resolve));
  await stops.pop()!();
  expect(await code).toBe(1001);
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});
