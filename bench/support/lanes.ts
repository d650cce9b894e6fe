import { timed } from './figures.ts';

/** How many a second `lanes` clients do that each do one after the other. */
export async function rateOf(
  lanes: number,
  count: number,
  work: (i: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  return (count / (await timed(() => Promise.all(Array.from({ length: lanes }, lane))))) * 1000;
}
