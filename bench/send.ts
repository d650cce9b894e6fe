import type { Arena } from './support/arena.ts';
import { assertExactlyOnce } from './support/exactly-once.ts';
import { median, percentile, timed } from './support/figures.ts';
import { ms, type Line } from './support/table.ts';

/** One send at a time, alternately bare and through Behalf, until the stand-in has taken it. */
export async function benchSend(
  { google, behalf, bare }: Arena,
  { latency, rounds }: { latency: number; rounds: number },
): Promise<Line[]> {
  const took = { behalf: [] as number[], bare: [] as number[] };
  const ids: string[] = [];
  const warmUp = Math.min(rounds, 100);
  await google.setLatency(0);
  for (let i = -warmUp; i < rounds; i += 1) {
    if (i === 0) await google.setLatency(latency);
    const message = await bare.prepare();
    const bareMs = await timed(() => bare.send(message));
    const behalfMs = await timed(async () => ids.push(await behalf.send()));
    ids.push(message.id);
    if (i < 0) continue;
    took.bare.push(bareMs);
    took.behalf.push(behalfMs);
  }
  assertExactlyOnce(ids, await google.takeCounts());
  const aim = latency === 0 ? 4 : 1.05;
  const ratio = median(took.behalf) / median(took.bare);
  return [
    {
      what: `+${latency} ms, p50`,
      behalf: ms(median(took.behalf)),
      bare: ms(median(took.bare)),
      ratio,
      aim: { text: `≤ ${aim}×`, met: ratio <= aim },
    },
    {
      what: `+${latency} ms, p99`,
      behalf: ms(percentile(took.behalf, 0.99)),
      bare: ms(percentile(took.bare, 0.99)),
      ratio: percentile(took.behalf, 0.99) / percentile(took.bare, 0.99),
    },
  ];
}
