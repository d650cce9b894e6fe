import { newKey } from '../../server/accounts/vault/index.ts';
import { bareClient } from './bare-client.ts';
import { behalfClient } from './behalf-client.ts';
import { emptyDatabase, type Engine } from './database.ts';
import { startGoogleProcess } from './google-process.ts';
import { rawClient } from './raw-client.ts';
import { seedDatabase } from './seed.ts';
import { buildServer, startServerProcess } from './server-process.ts';

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** The stand-in, a seeded database and the built server, of which any number of processes can be started. */
export async function openStage(engine: Engine, mailboxes: number) {
  const google = await startGoogleProcess();
  const people = await google.addPeople(mailboxes + 1);
  const database = await emptyDatabase(engine);
  const key = newKey();
  const seeded = await seedDatabase({ databaseUrl: database.url, key, issuer: google.url }, people);
  const build = await buildServer();
  const raw = rawClient(google.url, people.slice(1));
  return {
    ...{ google, raw },
    bare: bareClient(google.url, people.slice(1)),
    databaseUrl: database.url,
    /** Starts processes, each with a client of its own. */
    async start(processes: number, nodeArguments: string[] = []) {
      const options = { entry: build.entry, databaseUrl: database.url, key, google, nodeArguments };
      const servers = await Promise.all(Array.from({ length: processes }, () => startServerProcess(options)));
      const clients = servers.map((server, i) =>
        // Each begins with another mailbox, so that they rarely want the same one.
        behalfClient(
          server.url,
          seeded.accessToken,
          rotated(seeded.senders, (i * mailboxes) / processes),
          google,
        ),
      );
      return {
        servers,
        /** Sends one email by the processes in turn. */
        send: (i: number) => clients[i % processes]!.send(),
        async stop(): Promise<void> {
          for (const client of clients) client.close();
          await Promise.all(servers.map((server) => server.stop()));
        },
      };
    },
    async close(): Promise<void> {
      raw.close();
      google.stop();
      await database.remove();
      build.remove();
    },
  };
}
export type Servers = Awaited<ReturnType<Stage['start']>>;

const rotated = <Item>(items: readonly Item[], by: number): Item[] => [
  ...items.slice(Math.floor(by)),
  ...items.slice(0, Math.floor(by)),
];
