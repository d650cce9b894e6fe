import { inArray, type Column, type SQL } from 'drizzle-orm';

/** A list without repetitions, filled up to a power of two with its last value. */
export function padded<T>(values: Iterable<T>): T[] {
  const list = [...new Set(values)];
  const length = 2 ** Math.ceil(Math.log2(Math.max(1, list.length)));
  while (list.length > 0 && list.length < length) list.push(list.at(-1) as T);
  return list;
}

/**
 * `column in (…)` with its list padded: a handful of texts however many values there are, so that each is prepared
 * once by either engine.
 */
export const inList = (column: Column | SQL, values: Iterable<unknown>): SQL =>
  inArray(column as SQL, padded(values));
