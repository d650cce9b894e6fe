import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** How long a request may take to arrive: all of it, and its headers alone (milliseconds). */
const [requestTimeout, headersTimeout] = [30_000, 10_000];
/** What is under way when the server stops gets this long to finish (milliseconds). */
const graceMs = 5_000;

type Handler = Parameters<typeof serve>[0]['fetch'];

type Listening = {
  port: number;
  host: string;
  /** A socket whose other end is gone without a word is found out within twice this (milliseconds). */
  heartbeatMs?: number;
};

/** Serves `fetch` over HTTP, with WebSockets. */
export async function listen(fetch: Handler, { port, host, heartbeatMs = 30_000 }: Listening) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 });
  const server = await new Promise<Server>((resolve, reject) => {
    const listening = serve(
      {
        ...{ fetch, port, hostname: host, websocket: { server: sockets } },
        serverOptions: { requestTimeout, headersTimeout },
      },
      () => resolve(listening),
    ) as Server;
    listening.once('error', reject);
  });
  refuseOtherUpgrades(server);
  const stopHeartbeat = dropSilent(sockets, heartbeatMs);
  return {
    port: (server.address() as AddressInfo).port,
    /** Takes no new connection from now on, and ends those there are when `finishWork` is done. */
    async close(finishWork: () => Promise<void>): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets.clients) socket.close(1001, 'restarting');
      stopHeartbeat();
      await finishWork();
      server.closeIdleConnections();
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
      server.closeAllConnections();
    },
  };
}

/**
 * Node hands every upgrade to the listener and forgets the connection, so what the adapter leaves alone (anything but
 * a WebSocket) would stay open unanswered for ever, past every limit.
 */
function refuseOtherUpgrades(server: Server): void {
  const [upgrade] = server.listeners('upgrade') as ((...args: unknown[]) => void)[];
  // Still one listener: the adapter answers a refused upgrade only as long as it is alone.
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() === 'websocket') return upgrade!(request, socket, head);
    socket.on('error', () => {});
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
}

/** Ends sockets that do not answer a ping (RFC 6455 §5.5.2): laptops that were closed, networks that were left. */
function dropSilent(sockets: WebSocketServer, heartbeatMs: number): () => void {
  const silent = new WeakSet<WebSocket>();
  sockets.on('connection', (socket: WebSocket) => socket.on('pong', () => silent.delete(socket)));
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, heartbeatMs);
  timer.unref();
  return () => clearInterval(timer);
}
