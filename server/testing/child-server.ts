import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { GoogleStandIn } from '../../demo/google/start.ts';

const project = join(import.meta.dirname, '../..');

/** The server as a process of its own, so that it can be sent signals. Resolves when it is ready. */
export async function startChildServer(
  google: GoogleStandIn,
  { databaseUrl, key, env = {} }: { databaseUrl: string; key: string; env?: Record<string, string> },
) {
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      BEHALF_KEY: key,
      GOOGLE_CLIENT_ID: google.clientId,
      GOOGLE_CLIENT_SECRET: google.clientSecret,
      GOOGLE_BASE_URL: google.url,
      UNDO_SECONDS: '0',
      ...env,
    },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exit = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>;
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(`${url}/readyz`))) {
    if (child.exitCode !== null) throw new Error(`The server did not start: ${said}`);
    await pause(20);
  }
  return {
    url,
    /** What it logged. */
    said: () => said,
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    /** Resolves with the exit code, or the signal that ended it. */
    exited: exit.then(([code, signal]) => code ?? signal),
  };
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
