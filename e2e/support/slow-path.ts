import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { freePort } from '../../demo/free-port.ts';

/** Where a submission stands when it is held: the server has not heard of it yet, or has answered it already. */
export type Stage = 'asked' | 'answered';

/** The way between the extension and the server, on which a submission can be held at a chosen place. */
export type SlowPath = {
  /** Where the extension finds the server. */
  url: string;
  /** Where the server has to listen. */
  serverPort: number;
  /**
   * Holds the next submission at `stage`. `reached` resolves when it is there; it goes on with `release`, whether
   * anybody still waits for the answer or not.
   */
  holdSubmission(stage: Stage): { reached: Promise<void>; release(): void };
  /** How many submissions have come by. */
  submissions(): number;
  close(): Promise<void>;
};

type Hold = { stage: Stage; arrive(): void; released: Promise<void> };

/** Stands in front of a server, as networks do. */
export async function startSlowPath(): Promise<SlowPath> {
  const hostname = '127.0.0.1';
  const port = await freePort();
  let hold: Hold | undefined;
  let count = 0;

  const passOn = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const { method, url: path, headers } = incoming;
    const isSubmission = method === 'POST' && path === '/v1/sends';
    const body = Buffer.concat(await incoming.toArray());
    const mine = isSubmission ? hold : undefined;
    if (isSubmission) count += 1;
    if (mine) hold = undefined;
    if (mine?.stage === 'asked') await arriveAndWait(mine);
    const passed = request({ hostname, port, method, path, headers, agent: false }).end(body);
    const [answer] = (await once(passed, 'response')) as [IncomingMessage];
    const answered = Buffer.concat(await answer.toArray());
    if (mine?.stage === 'answered') await arriveAndWait(mine);
    outgoing.writeHead(answer.statusCode!, answer.headers).end(answered);
  };
  const server = createServer((incoming, outgoing) => {
    passOn(incoming, outgoing).catch(() => outgoing.destroy());
  });
  // Live connections pass through untouched.
  server.on('upgrade', ({ method, url: path, rawHeaders }: IncomingMessage, socket, head: Buffer) => {
    const onward = connect(port, hostname, () => {
      const lines = rawHeaders.map((word, index) => word + (index % 2 ? '\r\n' : ': ')).join('');
      onward.write(`${method} ${path} HTTP/1.1\r\n${lines}\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    serverPort: port,
    holdSubmission(stage) {
      let arrive = () => {};
      let release = () => {};
      const reached = new Promise<void>((resolve) => (arrive = resolve));
      const released = new Promise<void>((resolve) => (release = resolve));
      hold = { stage, arrive, released };
      return { reached, release };
    },
    submissions: () => count,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function arriveAndWait({ arrive, released }: Hold): Promise<void> {
  arrive();
  await released;
}
