import { parseArgs } from 'node:util';
import { benchExtension } from './extension.ts';
import { benchScale } from './scale.ts';
import { benchSend } from './send.ts';
import { benchServer } from './server.ts';
import { openArena } from './support/arena.ts';
import { engineNames, engines } from './support/database.ts';
import { printTable, type Line } from './support/table.ts';
import { benchStats } from './stats.ts';
import { benchThroughput } from './throughput.ts';
import { benchTracking } from './tracking.ts';

/**
 * Measures Behalf beside what it is compared with, in one run: `npm run bench -- [send|throughput|server|scale|tracking|stats|extension]
 * [--engine sqlite|postgres] [--quick]`. Compare ratios; the figures themselves are this machine's. With
 * `--server-argument=--cpu-prof` the server's process leaves a CPU profile.
 */
const usage =
  'Usage: npm run bench -- [send|throughput|server|scale|tracking|stats|extension] [--engine sqlite|postgres] [--quick]';
const { values, positionals } = readCommandLine();
const { quick } = values;
const only = [...positionals, ...(values.only ?? [])];
const wanted = (section: string) => only.length === 0 || only.includes(section);
const sections = ['send', 'throughput', 'server', 'scale', 'tracking', 'stats', 'extension'];
const unknown = only.find((section) => !sections.includes(section));
if (unknown !== undefined) sayHow(`There is no section ${unknown}.`);
const onEngines = engines.filter((engine) => values.engine === undefined || values.engine === engine);
if (onEngines.length === 0) sayHow(`There is no engine ${values.engine}.`);

for (const engine of onEngines.filter(() => wanted('send') || wanted('throughput'))) {
  const arena = await openArena(engine, values['server-argument']);
  try {
    if (wanted('send')) {
      const lines: Line[] = [
        ...(await benchSend(arena, { latency: 0, rounds: quick ? 100 : 500 })),
        ...(await benchSend(arena, { latency: 200, rounds: quick ? 15 : 100 })),
      ];
      printTable(`One delegated send on ${engineNames[engine]}, from POST to taken by the stand-in`, lines);
    }
    if (wanted('throughput')) {
      const lines: Line[] = [
        ...(await benchThroughput(arena, {
          latency: 0,
          blocks: quick ? 2 : 5,
          perBlock: quick ? 500 : 2_000,
        })),
        ...(await benchThroughput(arena, {
          latency: 200,
          blocks: quick ? 1 : 3,
          perBlock: quick ? 300 : 1_000,
        })),
      ];
      printTable(`Sends per second on ${engineNames[engine]}, 20 in flight over 200 mailboxes`, lines);
    }
  } finally {
    await arena.close();
  }
}

if (wanted('server')) {
  const lines: Line[] = [];
  for (const engine of onEngines) lines.push(...(await benchServer(engine, { rounds: quick ? 3 : 9 })));
  printTable('The server process', lines);
}

if (wanted('scale')) for (const engine of onEngines) await benchScale(engine, { quick });

if (wanted('tracking'))
  for (const engine of onEngines)
    printTable(
      `Pixels and links of 100,000 emails on ${engineNames[engine]}`,
      await benchTracking(engine, { count: quick ? 5_000 : 40_000 }),
    );

if (wanted('stats'))
  for (const engine of onEngines)
    printTable(
      `Figures, activity and ledger on ${engineNames[engine]}, ${quick ? '50,000' : '1,000,000'} emails`,
      await benchStats(engine, { size: quick ? 50_000 : 1_000_000, rounds: quick ? 20 : 100 }),
    );

if (wanted('extension'))
  printTable('The extension in Chromium', await benchExtension({ rounds: quick ? 10 : 60 }));

function readCommandLine() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true },
        engine: { type: 'string' },
        quick: { type: 'boolean', default: false },
        'server-argument': { type: 'string', multiple: true, default: [] },
      },
    });
  } catch (fault) {
    return sayHow((fault as Error).message);
  }
}

function sayHow(wrong: string): never {
  console.error(`${wrong}\n${usage}`);
  process.exit(2);
}
