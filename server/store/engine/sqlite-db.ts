import type Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import type { Db, QueryBuilder } from '../db.ts';
import type { Tables } from '../schema/tables.ts';
import { sqliteClient, sqliteRows, type Execute } from './sqlite-client.ts';
import type { StatementCache } from './statement-cache.ts';

const dialect = new SQLiteSyncDialect();

interface SqliteDbParts {
  readonly cache: StatementCache;
  readonly tables: Tables;
  readonly execute: Execute;
  readonly notify: Db['notify'];
}

/** A `q` of SQLite. Its builder passes for PostgreSQL's by the same reasoning as its column kit. */
export function sqliteDb({ cache, tables, execute, notify }: SqliteDbParts): Db {
  const client = sqliteClient(cache, execute) as unknown as Database.Database;
  const builder = drizzle(client) as unknown as QueryBuilder;
  return Object.assign(builder, {
    engine: 'sqlite' as const,
    t: tables,
    rows: async <Row extends object>(query: Parameters<Db['rows']>[0]) => {
      const { sql, params } = dialect.sqlToQuery(query);
      return sqliteRows(cache, execute, sql, params) as Row[];
    },
    forUpdate: <Select extends object>(select: Select) => select,
    skipLocked: <Select extends object>(select: Select) => select,
    notify,
  });
}
