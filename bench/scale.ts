import { benchGrowth } from './growth.ts';
import { benchIdle } from './idle.ts';
import { benchProcesses } from './processes.ts';
import { benchQueries } from './queries.ts';
import { engineNames, type Engine } from './support/database.ts';
import { openStage } from './support/stage.ts';
import { printTable } from './support/table.ts';

const mailboxes = 400;

/** What several processes, an idle one, a full table and a single send cost. Each table is printed when it is there. */
export async function benchScale(engine: Engine, { quick }: { quick: boolean }): Promise<void> {
  const processes = engine === 'sqlite' ? [1] : [1, 2, 4];
  const name = engineNames[engine];
  const stage = await openStage(engine, mailboxes);
  try {
    // At rest first: threads of emails that just went out are looked at soon, which is no rest.
    const seconds = quick ? 20 : 120;
    printTable(
      `At rest on ${name}`,
      await benchIdle(engine, stage, { processes: processes.filter((n) => n !== 2), seconds }),
    );
    const sends = quick ? 300 : 2_000;
    printTable(`Queries on ${name}`, await benchQueries(engine, stage, { processes, sends }));
    for (const { latency, inFlight } of [
      { latency: 0, inFlight: 64 },
      { latency: 200, inFlight: 300 },
    ]) {
      const lines = await benchProcesses(engine, stage, {
        ...{ processes, latency, inFlight },
        blocks: quick ? 1 : 3,
        perBlock: quick ? 500 : 3_000,
      });
      printTable(
        `Sends per second on ${name}, ${inFlight} in flight over ${mailboxes} mailboxes, +${latency} ms`,
        lines,
      );
    }
  } finally {
    await stage.close();
  }
  const sizes = quick ? [1_000, 10_000, 100_000] : [1_000, 100_000, 1_000_000];
  printTable(
    `Growth on ${name}, each beside the smallest`,
    await benchGrowth(engine, { sizes, rounds: quick ? 25 : 150 }),
  );
}
