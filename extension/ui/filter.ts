/** Lower case, without accents, so that “jose” finds “José”. */
const fold = (value: string): string => value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** True when every word of `query` occurs in one of `fields`. An empty query matches everything. */
export function matches(query: string, ...fields: (string | undefined)[]): boolean {
  const text = fold(fields.join(' '));
  return fold(query)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
