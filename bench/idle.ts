import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { engineNames, type Engine } from './support/database.ts';
import type { Stage } from './support/stage.ts';
import type { Line } from './support/table.ts';

/** After this long nothing of the start is going on any more (milliseconds). */
const settleMs = 3_000;

/** What a process costs while nobody sends anything: units of work in the database, and processor time, a minute. */
export async function benchIdle(
  engine: Engine,
  stage: Stage,
  { processes, seconds }: { processes: readonly number[]; seconds: number },
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const count of processes) {
    const running = await stage.start(count);
    await pause(settleMs);
    const read = async () => ({
      units: engine === 'postgres' ? await unitsOf(stage.databaseUrl) : Number.NaN,
      cpuMs: running.servers.reduce((sum, server) => sum + server.cpuMs(), 0),
    });
    const before = await read();
    await pause(seconds * 1_000);
    const after = await read();
    await running.stop();
    const perMinute = (sum: number) => (sum * 60) / seconds / count;
    const cpu = perMinute(after.cpuMs - before.cpuMs);
    const what = `${engineNames[engine]}, ${count} idle, each a minute`;
    if (engine === 'postgres') {
      const units = perMinute(after.units - before.units);
      lines.push({
        what: `${what}, queries`,
        behalf: units.toFixed(1),
        aim: { text: '≤ 12', met: units <= 12 },
      });
    }
    lines.push({
      what: `${what}, CPU`,
      behalf: `${cpu.toFixed(0)} ms`,
      aim: { text: '≤ 600 ms (1 %)', met: cpu <= 600 },
    });
  }
  return lines;
}

/**
 * Units of work since the database was made, read from another one so that the question is not among them. An idle
 * process asks nothing but single statements.
 */
async function unitsOf(databaseUrl: string): Promise<number> {
  const url = new URL(databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/template1';
  // What connections counted is written down with a delay of up to a second, and only when they are used again.
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const { rows } = await client.query<{ units: string }>(
    'select xact_commit + xact_rollback as units from pg_stat_database where datname = $1',
    [name],
  );
  await client.end();
  return Number(rows[0]!.units);
}
