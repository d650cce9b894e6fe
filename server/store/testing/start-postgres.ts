import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const START_LIMIT_MS = 30_000;

/** A PostgreSQL that runs for one purpose and leaves nothing behind. */
export interface TemporaryPostgres {
  /** The maintenance database, as a superuser without password: `postgres://postgres@127.0.0.1:PORT/postgres`. */
  readonly url: string;
  /** The process of the server's that all its others are children of. */
  readonly pid: () => number;
  /** Stops it at once, as when its machine is lost, and starts it again on the same files. Ready when it resolves. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Whether commits wait for the disk, as in real life; tests don't need it, measurements do. */
  readonly durable?: boolean;
  /** For `restart`: a commit that was acknowledged outlives the server's processes, if not the machine. */
  readonly restartable?: boolean;
}

/** Starts a real PostgreSQL on a free port in a temporary folder, from the binaries installed here. */
export async function startPostgres({
  durable = false,
  restartable = false,
}: StartOptions = {}): Promise<TemporaryPostgres> {
  const binaries = findPostgresBinaries();
  const folder = mkdtempSync(join(tmpdir(), 'behalf-pg-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const identity = serverIdentity();
    if (identity) chownSync(folder, identity.uid, identity.gid);
    const data = join(folder, 'data');
    const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
    execFileSync(join(binaries, 'initdb'), initdb, { ...identity, cwd: folder, stdio: 'pipe' });
    const port = await freePort();
    const settings = durable ? [] : restartable ? RESTARTABLE : UNSAFE;
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    const server = spawn(
      '/bin/sh',
      ['-c', WATCHED, folder, join(binaries, 'postgres'), '-D', data, '-p', String(port), '-k', folder]
        .concat(['-h', '127.0.0.1', '-c', 'max_connections=200'])
        .concat(settings.flatMap((setting) => ['-c', setting])),
      { ...identity, cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] },
    );
    const restart = async (): Promise<void> => {
      const again = once(server.stdout, 'data');
      server.stdin.write('restart\n');
      await again;
      await untilReady(url, join(folder, 'log'));
    };
    const stop = async (): Promise<void> => {
      const exit = server.exitCode === null && server.signalCode === null ? once(server, 'exit') : undefined;
      server.stdin.end();
      await exit;
      remove();
    };
    try {
      await untilReady(url, join(folder, 'log'));
    } catch (error) {
      await stop();
      throw error;
    }
    const pid = (): number => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return { url, pid, restart, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * Runs the server, anew for each line of its input, until that ends: when `stop` closes it and also when we are killed,
 * so neither a server nor its files stay behind. A signal to everybody who takes part ends it in the same order.
 */
const WATCHED = `
  trap : INT TERM
  start() { "$@" </dev/null >>"$log" 2>&1 & server=$!; }
  crash() { kill -QUIT $server; wait $server; }
  log="$0/log"; start "$@"
  while read -r _; do crash; start "$@"; echo again; done
  crash; rm -rf "$0"`;

/** Tests don't wait for disks, nor a whole second for a deadlock to be noticed. */
const RESTARTABLE = ['fsync=off', 'deadlock_timeout=50ms'];
const UNSAFE = [...RESTARTABLE, 'synchronous_commit=off', 'full_page_writes=off'];

/** Debian keeps the binaries out of PATH, one folder per major version. */
/** The folder with `initdb` and `postgres`. @throws with the line that installs them */
export function findPostgresBinaries(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(root, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const found = folders.find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
  if (!found)
    throw new Error('PostgreSQL is not installed and the store is tested on it: apt-get install postgresql');
  return found;
}

/** PostgreSQL refuses to run as root. */
function serverIdentity(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve((address as { port: number }).port));
    });
  });
}

async function untilReady(url: string, log: string): Promise<void> {
  for (const end = Date.now() + START_LIMIT_MS; ; await pause(50)) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (error) {
      if (Date.now() < end) continue;
      const said = existsSync(log) ? readFileSync(log, 'utf8') : '';
      throw new Error(`PostgreSQL did not start: ${said}`, { cause: error });
    } finally {
      await client.end().catch(() => {});
    }
  }
}
