import { setTimeout as pause } from 'node:timers/promises';
import { engineNames, type Engine } from './support/database.ts';
import { rateOf } from './support/lanes.ts';
import { countingArguments, type QueryCounts } from './support/server-process.ts';
import type { Servers, Stage } from './support/stage.ts';
import type { Line } from './support/table.ts';

/** How many statements and commits a send takes, alone and among others, and how many claims find nothing. */
export async function benchQueries(
  engine: Engine,
  stage: Stage,
  { processes, sends }: { processes: readonly number[]; sends: number },
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const count of processes) {
    const running = await stage.start(count, countingArguments);
    // Statements are prepared and tokens at hand.
    await rateOf(20, 200, async (i) => void (await running.send(i)));
    for (const inFlight of [1, 64]) {
      const many = inFlight === 1 ? Math.ceil(sends / 10) : sends;
      const before = await countsOf(running);
      // One at a time means that the one before has been written down too.
      await rateOf(inFlight, many, async (i) => {
        await running.send(i);
        if (inFlight === 1) await pause(30);
      });
      await pause(300);
      const after = await countsOf(running);
      const perSend = (name: keyof QueryCounts) => ((after[name] - before[name]) / many).toFixed(2);
      const what = `${engineNames[engine]}, ${count} ${count === 1 ? 'process' : 'processes'}, ${inFlight} in flight`;
      lines.push(
        { what: `${what}, statements a send`, behalf: perSend('statements') },
        { what: `${what}, commits a send`, behalf: perSend('commits') },
        {
          what: `${what}, claims a send, and those that found nothing`,
          behalf: `${perSend('claims')}, ${perSend('empty')}`,
        },
      );
    }
    await running.stop();
  }
  await stage.google.takeCounts();
  return lines;
}

async function countsOf({ servers }: Servers): Promise<QueryCounts> {
  const all = await Promise.all(servers.map((server) => server.counts()));
  const sum = (name: keyof QueryCounts) => all.reduce((total, counts) => total + counts[name], 0);
  return {
    statements: sum('statements'),
    commits: sum('commits'),
    claims: sum('claims'),
    empty: sum('empty'),
  };
}
