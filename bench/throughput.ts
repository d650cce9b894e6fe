import type { Arena } from './support/arena.ts';
import { assertExactlyOnce } from './support/exactly-once.ts';
import { median } from './support/figures.ts';
import { rateOf } from './support/lanes.ts';
import type { Line } from './support/table.ts';

const inFlight = 20;

/** Twenty clients that each send one after the other, in blocks that are alternately bare and through Behalf. */
export async function benchThroughput(
  { google, behalf, bare }: Arena,
  { latency, blocks, perBlock }: { latency: number; blocks: number; perBlock: number },
): Promise<Line[]> {
  await google.setLatency(latency);
  const rates = { behalf: [] as number[], bare: [] as number[] };
  const ids: string[] = [];
  for (let block = -1; block < blocks; block += 1) {
    const prepared = await Promise.all(Array.from({ length: perBlock }, () => bare.prepare()));
    const bareRate = await rateOf(inFlight, perBlock, (i) => bare.send(prepared[i]!));
    const behalfRate = await rateOf(inFlight, perBlock, async () => void ids.push(await behalf.send()));
    ids.push(...prepared.map(({ id }) => id));
    // The first pair only warms up.
    if (block < 0) continue;
    rates.bare.push(bareRate);
    rates.behalf.push(behalfRate);
  }
  assertExactlyOnce(ids, await google.takeCounts());
  const aim = latency === 0 ? 0.55 : 0.95;
  const ratio = median(rates.behalf.map((rate, i) => rate / rates.bare[i]!));
  const perSecond = (rate: number) => `${rate.toFixed(0)}/s`;
  return [
    {
      what: `+${latency} ms`,
      behalf: perSecond(median(rates.behalf)),
      bare: perSecond(median(rates.bare)),
      ratio,
      aim: { text: `≥ ${aim}×`, met: ratio >= aim },
    },
  ];
}
