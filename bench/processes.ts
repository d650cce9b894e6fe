import { openStore } from '../server/store/open.ts';
import { engineNames, type Engine } from './support/database.ts';
import { assertExactlyOnce } from './support/exactly-once.ts';
import { median, percentile } from './support/figures.ts';
import { rateOf } from './support/lanes.ts';
import type { Stage } from './support/stage.ts';
import { ms, type Line } from './support/table.ts';

type Options = {
  processes: readonly number[];
  latency: number;
  /** Sends under way at a time, which the processes share. */
  inFlight: number;
  blocks: number;
  perBlock: number;
};

/**
 * Sends a second by several processes on one database, beside googleapis alone and beside the stand-in's own ceiling, and
 * how long an email that could go waited until it was handed over. In blocks by turns, each row with its own.
 */
export async function benchProcesses(engine: Engine, stage: Stage, options: Options): Promise<Line[]> {
  const { processes, latency, inFlight, blocks, perBlock } = options;
  const { google, bare, raw } = stage;
  await google.setLatency(latency);
  const lines: Line[] = [];
  const ceilings: number[] = [];
  const bares: number[] = [];
  for (const count of processes) {
    const running = await stage.start(count);
    const rates = { behalf: [] as number[], bare: [] as number[] };
    const ids: string[] = [];
    let began = 0;
    for (let block = -1; block < blocks; block += 1) {
      const requests = await Promise.all(Array.from({ length: perBlock }, () => raw.prepare()));
      const messages = await Promise.all(Array.from({ length: perBlock }, () => bare.prepare()));
      const ceiling = await rateOf(inFlight, perBlock, (i) => raw.send(requests[i]!));
      const bareRate = await rateOf(inFlight, perBlock, (i) => bare.send(messages[i]!));
      if (block === 0) began = Date.now();
      const rate = await rateOf(inFlight, perBlock, async (i) => void ids.push(await running.send(i)));
      ids.push(...requests.map(({ id }) => id), ...messages.map(({ id }) => id));
      // The first round only warms up.
      if (block < 0) continue;
      ceilings.push(ceiling);
      bares.push(bareRate);
      rates.behalf.push(rate);
      rates.bare.push(bareRate);
    }
    await running.stop();
    assertExactlyOnce(ids, await google.takeCounts());
    const delays = await readDelays(stage.databaseUrl, began);
    const what = `${engineNames[engine]}, ${count} ${count === 1 ? 'process' : 'processes'}`;
    lines.push(
      {
        what: `${what}, sends`,
        behalf: perSecond(median(rates.behalf)),
        bare: perSecond(median(rates.bare)),
        ratio: median(rates.behalf.map((rate, i) => rate / rates.bare[i]!)),
      },
      { what: `${what}, waited for its turn, p50`, behalf: ms(median(delays)) },
      { what: `${what}, waited for its turn, p99`, behalf: ms(percentile(delays, 0.99)) },
    );
  }
  return [
    ...lines,
    {
      what: "the stand-in's own ceiling, beside googleapis alone",
      behalf: '',
      bare: `${perSecond(median(ceilings))} : ${perSecond(median(bares))}`,
    },
  ];
}

const perSecond = (rate: number) => `${rate.toFixed(0)}/s`;

/** From the instant an email could go to the mark before its request, for all since then (milliseconds). */
async function readDelays(databaseUrl: string, since: number): Promise<number[]> {
  const store = await openStore(databaseUrl);
  const { sends } = store.read.t;
  const rows = await store.read.select({ dueAt: sends.dueAt, firedAt: sends.firedAt }).from(sends);
  await store.close();
  return rows.flatMap(({ dueAt, firedAt }) => (dueAt >= since && firedAt !== null ? [firedAt - dueAt] : []));
}
