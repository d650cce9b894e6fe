import { newKey } from '../../server/accounts/vault/index.ts';
import { bareClient } from './bare-client.ts';
import { behalfClient } from './behalf-client.ts';
import { emptyDatabase, type Engine } from './database.ts';
import { startGoogleProcess } from './google-process.ts';
import { seedDatabase } from './seed.ts';
import { buildServer, startServerProcess } from './server-process.ts';

export const mailboxCount = 200;

export type Arena = Awaited<ReturnType<typeof openArena>>;

/** The stand-in, a seeded database, the built server on it, and both clients: four processes beside each other. */
export async function openArena(engine: Engine, nodeArguments: string[] = []) {
  const google = await startGoogleProcess();
  const people = await google.addPeople(mailboxCount + 1);
  const database = await emptyDatabase(engine);
  const key = newKey();
  const seeded = await seedDatabase({ databaseUrl: database.url, key, issuer: google.url }, people);
  const build = await buildServer();
  const server = await startServerProcess({
    entry: build.entry,
    databaseUrl: database.url,
    key,
    google,
    nodeArguments,
  });
  const behalf = behalfClient(server.url, seeded.accessToken, seeded.senders, google);
  const bare = bareClient(google.url, people.slice(1));
  return {
    ...{ google, server, behalf, bare },
    databaseUrl: database.url,
    async close(): Promise<void> {
      behalf.close();
      await server.stop();
      google.stop();
      await database.remove();
      build.remove();
    },
  };
}
