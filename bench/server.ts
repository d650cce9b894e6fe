import { setTimeout as pause } from 'node:timers/promises';
import { newKey } from '../server/accounts/vault/index.ts';
import { emptyDatabase, engineNames, type Engine } from './support/database.ts';
import { median } from './support/figures.ts';
import { buildServer, startServerProcess } from './support/server-process.ts';
import { ms, type Line } from './support/table.ts';

const google = { url: 'http://127.0.0.1:9', clientId: 'bench', clientSecret: 'bench' };
/** After this long nothing of the start is going on any more (milliseconds). */
const restMs = 3_000;

/** How long the built server takes until it is ready, on tables that are up to date, and what it holds at rest. */
export async function benchServer(engine: Engine, { rounds }: { rounds: number }): Promise<Line[]> {
  const build = await buildServer();
  const database = await emptyDatabase(engine);
  const key = newKey();
  const took: number[] = [];
  let resident = 0;
  for (let round = -1; round < rounds; round += 1) {
    const options = { entry: build.entry, databaseUrl: database.url, key, google };
    const server = await startServerProcess(options);
    if (round >= 0) took.push(server.startMs);
    if (round === rounds - 1) {
      await pause(restMs);
      resident = server.residentMb();
    }
    await server.stop();
  }
  await database.remove();
  build.remove();
  const start = median(took);
  return [
    {
      what: `${engineNames[engine]}, start to ready`,
      behalf: ms(start),
      aim: { text: '< 500 ms', met: start < 500 },
    },
    {
      what: `${engineNames[engine]}, resident at rest`,
      behalf: `${resident.toFixed(0)} MB`,
      aim: { text: '< 120 MB', met: resident < 120 },
    },
  ];
}
