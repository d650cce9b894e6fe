import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startServices, type Services, type ServicesOptions } from './services.ts';

/** What the environment says about the demo's services (README, "Environment"). The server is at 8787 by default. */
export function readServicesOptions(env: NodeJS.ProcessEnv): ServicesOptions {
  return {
    ports: {
      server: Number(env.PORT || 8787),
      google: Number(env.GOOGLE_PORT || 0),
      site: Number(env.HIRELINE_PORT || 0),
    },
    ...(env.UNDO_SECONDS && { undoSeconds: Number(env.UNDO_SECONDS) }),
    ...(env.DATABASE_URL && { databaseUrl: env.DATABASE_URL }),
    ...(env.BEHALF_KEY && { key: env.BEHALF_KEY }),
    ...(env.ACCESS_TOKEN_SECONDS && { accessTokenSeconds: Number(env.ACCESS_TOKEN_SECONDS) }),
    ...(env.LOG_LEVEL && { logLevel: env.LOG_LEVEL }),
  };
}

/** Addresses and people, as `--services` prints them. */
export const describeServices = (services: Services) => ({
  server: services.server.url,
  google: services.google.url,
  site: services.site.url,
  inbox: `${services.google.url}/inbox`,
  control: `${services.google.url}/__control`,
  extensionId: services.extensionId,
  people: services.people,
});

/** `npm run demo -- --services`: one JSON line on stdout, and then nothing until somebody stops it. */
export async function runServices(): Promise<void> {
  const stopped = stopSignal();
  const services = await startServices(readServicesOptions(process.env));
  process.stdout.write(`${JSON.stringify(describeServices(services))}\n`);
  await stayUntil(stopped, services);
}

/** Resolves at Ctrl-C or SIGTERM. Asked for before anything starts, so that nothing is left behind by an early one. */
export const stopSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve());
  });

/**
 * Stops everything in order once `stopped` resolves: first what uses the services (`closeFirst`), then the services.
 *
 * @throws Error when the server ends by itself before
 */
export async function stayUntil(
  stopped: Promise<void>,
  services: Services,
  closeFirst: () => Promise<void> = async () => {},
): Promise<void> {
  const failed = services.serverFailed.then(() => true);
  // Ctrl-C reaches the server as well: whoever hears of it first, it was asked for.
  const early = await Promise.race([failed, stopped.then(() => false)]);
  await closeFirst();
  if (early && !(await Promise.race([stopped.then(() => true), afterTurn()]))) {
    const log = await readFile(join(services.dataDir, 'server.log'), 'utf8');
    await services.stop();
    throw new Error(`The Behalf server ended by itself. Its last words: ${log.trim().split('\n').at(-1)}`);
  }
  await services.stop();
}

const afterTurn = () => new Promise<false>((resolve) => setImmediate(() => resolve(false)));
