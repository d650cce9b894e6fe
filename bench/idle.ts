import { setTimeout as pause } from 'node:timers/promises';
import { engineNames, type Engine } from './support/database.ts';
import { countingArguments } from './support/server-process.ts';
import type { Stage } from './support/stage.ts';
import type { Line } from './support/table.ts';

/** After this long nothing of the start is going on any more (milliseconds). */
const settleMs = 5_000;

/** What a process costs while nobody sends anything: statements and processor time, each a minute. */
export async function benchIdle(
  engine: Engine,
  stage: Stage,
  { processes, seconds }: { processes: readonly number[]; seconds: number },
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const count of processes) {
    const running = await stage.start(count, countingArguments);
    await pause(settleMs);
    const read = async () => {
      const counts = await Promise.all(running.servers.map((server) => server.counts()));
      return {
        statements: counts.reduce((sum, { statements }) => sum + statements, 0),
        cpuMs: running.servers.reduce((sum, server) => sum + server.cpuMs(), 0),
      };
    };
    const before = await read();
    await pause(seconds * 1_000);
    const after = await read();
    await running.stop();
    const perMinute = (sum: number) => (sum * 60) / seconds / count;
    const statements = perMinute(after.statements - before.statements);
    const cpu = perMinute(after.cpuMs - before.cpuMs);
    const what = `${engineNames[engine]}, ${count} idle, each a minute`;
    lines.push(
      {
        what: `${what}, statements`,
        behalf: statements.toFixed(1),
        aim: { text: '≤ 10', met: statements <= 10 },
      },
      {
        what: `${what}, CPU`,
        behalf: `${cpu.toFixed(0)} ms`,
        aim: { text: '≤ 600 ms (1 %)', met: cpu <= 600 },
      },
    );
  }
  return lines;
}
