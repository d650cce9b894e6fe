import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionId } from '../shared/extension-id.ts';
import { freePort, isFree } from './free-port.ts';
import { startGoogle, seededPeople, type GoogleStandIn } from './google/start.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';
import { startSite, type RunningSite } from './site/start.ts';

export type ServicesOptions = {
  /** Free ones where not given. */
  ports?: { server?: number; google?: number; site?: number };
  /** Where browsers reach the server, if something stands in front of it. */
  publicUrl?: string;
  /** How long a send can be undone (seconds). */
  undoSeconds?: number;
  /** A fresh SQLite file under the temporary folder by default. */
  databaseUrl?: string;
  /** base64, 32 bytes; made fresh for this run by default. Needed to read what an earlier run stored. */
  key?: string;
  /** Life of the stand-in's access tokens (seconds). */
  accessTokenSeconds?: number;
  logLevel?: string;
  /** The built server to run (`vite build --mode server`); its sources by default. */
  serverFile?: string;
};

/** Somebody the stand-in knows. People without a workspace have a personal account. */
export type SeededPerson = { email: string; name: string; role: string; workspace: string | null };

export type Services = {
  server: { url: string };
  /** In this process: its mailboxes, record and faults can be reached directly. */
  google: GoogleStandIn;
  site: RunningSite;
  people: SeededPerson[];
  extensionId: string;
  /** Where the database (unless given) and the server's log are; gone after `stop`. */
  dataDir: string;
  /** `kill -9`: nothing under way is finished. The database stays. */
  killServer(): Promise<void>;
  /** Ends the server the polite way if it still runs, and starts it again at the same address on the same database. */
  restartServer(): Promise<void>;
  /** Resolves when the server ended although nobody asked it to. */
  serverFailed: Promise<void>;
  stop(): Promise<void>;
};

const portNames = {
  server: { what: 'Behalf server', variable: 'PORT' },
  google: { what: 'stand-in for Google', variable: 'GOOGLE_PORT' },
  site: { what: 'sample site', variable: 'HIRELINE_PORT' },
};

/** A port that was asked for belongs to somebody else. */
export class PortTaken extends Error {
  override name = 'PortTaken';
}

/** Starts the stand-in for Google, the sample recruiting site and the Behalf server, and resolves when all answer. */
export async function startServices(options: ServicesOptions = {}): Promise<Services> {
  const ports = options.ports ?? {};
  for (const name of ['server', 'google', 'site'] as const) {
    const port = ports[name];
    const { what, variable } = portNames[name];
    if (port && !(await isFree(port))) {
      throw new PortTaken(
        `Port ${port} (for the ${what}) is taken: stop the program that listens there, or choose another port with ${variable}.`,
      );
    }
  }
  const port = ports.server || (await freePort());
  const url = options.publicUrl ?? `http://localhost:${port}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'behalf-'));
  const google = await startGoogle({
    port: ports.google ?? 0,
    ...(options.accessTokenSeconds !== undefined && { accessTokenSeconds: options.accessTokenSeconds }),
  });
  const site = await startSite({ port: ports.site ?? 0 });
  const environment: Record<string, string> = {
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: url,
    DATABASE_URL: options.databaseUrl ?? `file:${join(dataDir, 'behalf.db')}`,
    BEHALF_KEY: options.key ?? randomBytes(32).toString('base64'),
    GOOGLE_CLIENT_ID: google.clientId,
    GOOGLE_CLIENT_SECRET: google.clientSecret,
    GOOGLE_BASE_URL: google.url,
    EXTENSION_IDS: extensionId,
    UNDO_SECONDS: String(options.undoSeconds ?? 10),
    LOG_LEVEL: options.logLevel ?? 'info',
  };

  let failed = () => {};
  const serverFailed = new Promise<void>((resolve) => (failed = resolve));
  let running: ServerProcess | undefined;
  const start = async () => {
    running = await startServerProcess(environment, join(dataDir, 'server.log'), options.serverFile);
    void running.endedByItself.then(failed);
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const ending = running;
    running = undefined;
    await ending?.end(signal);
  };
  const stop = async () => {
    await end('SIGTERM');
    await Promise.all([google.close(), site.close()]);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (fault) {
    await stop();
    throw fault;
  }

  return {
    server: { url },
    google,
    site,
    people: seededPeople.map(({ email, name, role = '', hd }) => ({
      email,
      name,
      role,
      workspace: hd ?? null,
    })),
    extensionId,
    dataDir,
    killServer: () => end('SIGKILL'),
    restartServer: async () => {
      await end('SIGTERM');
      await start();
    },
    serverFailed,
    stop,
  };
}
