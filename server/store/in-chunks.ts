/** How many rows one statement writes or names: few texts to prepare, and far from any engine's most parameters. */
const chunkLength = 100;

/** Slices of a list that one statement each can take. */
export function* inChunks<T>(items: readonly T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += chunkLength) yield items.slice(at, at + chunkLength);
}
