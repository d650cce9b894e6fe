import type Database from 'better-sqlite3';
import type { StatementCache } from './statement-cache.ts';

type Statement = Database.Statement<unknown[], unknown>;
/** Runs a statement, or refuses to. */
export type Execute = <T>(text: string, run: () => T) => T;

/** Where statements are kept, and what decides whether one may run. */
export type Connection = { readonly cache: StatementCache; readonly execute: Execute };

/** SQLite has no booleans; drizzle translates those of columns, this those of handwritten SQL. */
const toSqlite = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value);

/**
 * What drizzle takes for a better-sqlite3 connection: statements come from the cache, and every execution goes through
 * `execute`, which decides whether it may happen. Prepared statements are never used by two calls at once, because
 * better-sqlite3 is synchronous.
 */
export function sqliteClient(connection: () => Connection) {
  return {
    prepare(text: string) {
      const call = <T>(raw: boolean, run: (statement: Statement) => T): T => {
        const { cache, execute } = connection();
        return execute(text, () => {
          const found = cache.get(text);
          // `raw` sticks to a cached statement, so every call says which shape it wants.
          return run(found.reader ? found.raw(raw) : found);
        });
      };
      const read = (raw: boolean) => ({
        all: (...values: unknown[]) => call(raw, (statement) => statement.all(...values.map(toSqlite))),
        get: (...values: unknown[]) => call(raw, (statement) => statement.get(...values.map(toSqlite))),
      });
      return {
        ...read(false),
        raw: () => read(true),
        run: (...values: unknown[]) =>
          call(false, (statement) => ({ rowCount: statement.run(...values.map(toSqlite)).changes })),
      };
    },
  };
}

/** Runs handwritten SQL whether or not it returns rows, as PostgreSQL's driver does. */
export function sqliteRows({ cache, execute }: Connection, text: string, values: unknown[]): unknown[] {
  return execute(text, () => {
    const statement = cache.get(text);
    if (statement.reader) return statement.raw(false).all(...values.map(toSqlite));
    statement.run(...values.map(toSqlite));
    return [];
  });
}
