import { sql, type Column, type Placeholder, type SQL } from 'drizzle-orm';
import type { Built } from './engine/built.ts';
import { padded } from './in-list.ts';
import type { Db } from './store.ts';

type Row = Readonly<Record<string, unknown>>;
type Value = string | number | boolean | null | Uint8Array;
/** Values, lists of them for `inArray`, and rows to insert. */
type Arguments = Readonly<Record<string, Value | readonly Value[] | readonly Row[]>>;

/** Where the values go: a place for each, for each of a list, for each column of each row. */
export type Places<Args> = {
  readonly [Name in keyof Args]: Args[Name] extends readonly Row[]
    ? Record<keyof Args[Name][number] & string, Placeholder>[]
    : Args[Name] extends readonly unknown[]
      ? Placeholder[]
      : Placeholder;
};

/**
 * A query whose SQL is written once for each engine and each length of its lists, which are padded as `inList` does.
 * drizzle writes it at every call otherwise, which takes longer than most of our statements do; worth it for what every
 * email needs. `write` may depend on nothing but its places.
 */
export const prepared =
  <Args extends Arguments>() =>
  <Result>(
    write: (q: Db, at: Places<Args>) => PromiseLike<Result>,
  ): ((q: Db, args: Args) => Promise<Result>) => {
    const engines = new WeakMap<Db['t'], Map<string, Built<Result>>>();
    return (q, args) => {
      const { shape, places, values } = lay(args);
      const ofEngine = engines.get(q.t) ?? new Map<string, Built<Result>>();
      engines.set(q.t, ofEngine);
      let query = ofEngine.get(shape);
      if (!query) ofEngine.set(shape, (query = q.build((writer) => write(writer, places() as Places<Args>))));
      return q.run(query, values);
    };
  };

/** A place for a value of a column, where drizzle's types want more than the place itself. */
export const valueOf = (place: Placeholder, column: Column): SQL => sql`${sql.param(place, column)}`;

const isRow = (item: unknown): item is Row =>
  typeof item === 'object' && item !== null && !(item instanceof Uint8Array);

/** Names a place for every value, and says what distinguishes the SQL that they ask for. */
function lay(args: Arguments) {
  const values: Record<string, unknown> = {};
  const shape: string[] = [];
  const layouts: [name: string, place: () => unknown][] = [];
  for (const [name, given] of Object.entries(args)) {
    if (!Array.isArray(given)) {
      values[name] = given;
      layouts.push([name, () => sql.placeholder(name)]);
      continue;
    }
    const columns = isRow(given[0]) ? Object.keys(given[0]) : null;
    const items: readonly unknown[] = columns ? given : padded(given);
    shape.push(name, String(items.length), ...(columns ?? []));
    for (const [i, item] of items.entries()) {
      if (columns) setRow(values, `${name}.${i}`, item as Row, columns);
      else values[`${name}.${i}`] = item;
    }
    layouts.push([name, () => items.map((_, i) => placeOf(`${name}.${i}`, columns))]);
  }
  const places = () => Object.fromEntries(layouts.map(([name, place]) => [name, place()]));
  return { shape: shape.join(' '), values, places };
}

/** A column that only some rows have would be left out of the others, or of all: the SQL is the same for them. */
function setRow(values: Record<string, unknown>, name: string, row: Row, columns: readonly string[]): void {
  for (const column of columns) {
    if (row[column] === undefined) throw new Error(`A row has no value for ${column}, and others do.`);
    values[`${name}.${column}`] = row[column];
  }
  const more = Object.keys(row).find((column) => !columns.includes(column));
  if (more !== undefined) throw new Error(`A row has a value for ${more}, and others don't.`);
}

const placeOf = (name: string, columns: readonly string[] | null): unknown =>
  columns
    ? Object.fromEntries(columns.map((column) => [column, sql.placeholder(`${name}.${column}`)]))
    : sql.placeholder(name);
