import type Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import type { Db, QueryBuilder } from '../db.ts';
import type { Tables } from '../schema/tables.ts';
import { build, LateBound, type Built } from './built.ts';
import { sqliteClient, sqliteRows, type Connection } from './sqlite-client.ts';

const dialect = new SQLiteSyncDialect();

interface SqliteDbParts extends Connection {
  readonly tables: Tables;
  readonly notify: Db['notify'];
}

/** A `q` of SQLite. Its builder passes for PostgreSQL's by the same reasoning as its column kit. */
export function sqliteDb({ cache, tables, execute, notify }: SqliteDbParts): Db {
  const connection = { cache, execute };
  return overConnection(() => connection, { tables, notify });
}

const late = new LateBound<Connection>();

function overConnection(
  connection: () => Connection,
  { tables, notify }: Pick<SqliteDbParts, 'tables' | 'notify'>,
): Db {
  const builder = drizzle(
    sqliteClient(connection) as unknown as Database.Database,
  ) as unknown as QueryBuilder;
  return Object.assign(builder, {
    engine: 'sqlite' as const,
    t: tables,
    rows: async <Row extends object>(query: Parameters<Db['rows']>[0]) => {
      const { sql, params } = dialect.sqlToQuery(query);
      return sqliteRows(connection(), sql, params) as Row[];
    },
    build: <Result>(write: (q: Db) => PromiseLike<Result>) =>
      build(write(overConnection(late.get, { tables, notify }))),
    run: async <Result>({ query }: Built<Result>, values: Record<string, unknown>) =>
      late.during(connection(), () => (query as Runnable<Result>).execute(values).sync()),
    forUpdate: <Select extends object>(select: Select) => select,
    skipLocked: <Select extends object>(select: Select) => select,
    notify,
  });
}

/** drizzle's prepared queries of a synchronous driver. */
type Runnable<Result> = { execute(values: Record<string, unknown>): { sync(): Result } };
