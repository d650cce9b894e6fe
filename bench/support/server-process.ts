import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import readline from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';

/** Statements, units of work, claims and claims that found nothing. */
export type QueryCounts = { statements: number; commits: number; claims: number; empty: number };

/** For a process that counts, see `count-queries.ts`. */
export const countingArguments = ['--import', 'tsx', '--import', './bench/support/count-queries.ts'];

const project = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the server as `npm run build` does, to a folder of our own below the project, whose node_modules it loads. */
export async function buildServer(): Promise<{ entry: string; remove(): void }> {
  mkdirSync(join(project, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(project, 'dist/bench-'));
  const vite = join(project, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--mode', 'server', '--outDir', folder], {
    cwd: project,
  });
  return { entry: join(folder, 'main.js'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export type ServerOptions = {
  entry: string;
  databaseUrl: string;
  key: string;
  google: { url: string; clientId: string; clientSecret: string };
  nodeArguments?: string[];
};

/** Starts the built server as its own process and waits until it is ready. `startMs` is how long that took. */
export async function startServerProcess({
  entry,
  databaseUrl,
  key,
  google,
  nodeArguments = [],
}: ServerOptions) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const server = spawn(process.execPath, [...nodeArguments, entry], {
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
      // One client stands for a thousand people here.
      RATE_LIMIT_FACTOR: '10000',
      // No pace: what is measured is the server, not the provider's limits.
      PACE_PER_MINUTE: '1000000',
      DAILY_LIMIT_WORKSPACE: '100000000',
      DAILY_LIMIT_PERSONAL: '100000000',
      NODE_ENV: 'production',
    },
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
  while (!(await isReady(url))) {
    if (server.exitCode !== null) throw new Error(`The server did not start: ${said}`);
    await pause(2);
  }
  return {
    url,
    pid: server.pid!,
    startMs: performance.now() - began,
    /** What it wrote to its log lately. */
    get said() {
      return said;
    },
    /** Processor time used so far (milliseconds). */
    cpuMs: () => cpuMs(server.pid!),
    /** What the preloaded `count-queries.ts` counted so far. */
    async counts(): Promise<QueryCounts> {
      const lines = readline.createInterface(server.stderr);
      server.kill('SIGUSR2');
      for await (const line of lines) {
        if (line.startsWith('counted ')) return JSON.parse(line.slice(8)) as QueryCounts;
      }
      throw new Error('The server ended before it said what it counted.');
    },
    /** Resident memory in megabytes. */
    residentMb: () => residentMb(server.pid!),
    async stop(): Promise<void> {
      const exit = once(server, 'exit');
      server.kill('SIGTERM');
      await exit;
    },
  };
}
export type ServerProcess = Awaited<ReturnType<typeof startServerProcess>>;

const isReady = async (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  );

/** Linux counts in hundredths of a second (proc(5), fields 14 and 15 of `stat`). */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const residentMb = (pid: number): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve((address as { port: number }).port));
    });
  });
}
