import { NodePgDatabase, NodePgSession } from 'drizzle-orm/node-postgres';
import { PgDialect } from 'drizzle-orm/pg-core';
import type { SQL } from 'drizzle-orm';
import type pg from 'pg';
import type { Db, LockOptions, QueryBuilder } from '../db.ts';
import { build, LateBound, type Built } from './built.ts';
import { dropValues } from '../errors.ts';
import { tables } from '../schema/schema.pg.ts';

const dialect = new PgDialect();

/** Sends one statement, or refuses to. */
export type Query = (text: pg.QueryConfig | string, values: unknown[]) => Promise<pg.QueryResult>;

/**
 * drizzle wraps PostgreSQL's errors (not SQLite's) in one whose message holds the values of the statement, which may be
 * tokens. Here they come out as the driver threw them.
 */
class BareSession extends NodePgSession<Record<string, never>, Record<string, never>> {
  override prepareQuery: NodePgSession<Record<string, never>, Record<string, never>>['prepareQuery'] = (
    ...prepared
  ) =>
    Object.assign(super.prepareQuery(...prepared), {
      queryWithCache: (_text: string, _values: unknown[], run: () => Promise<unknown>) => run(),
    }) as never;
}

/** A `q` of PostgreSQL, over whatever sends its statements. */
export function postgresDb(query: Query, notify: Db['notify']): Db {
  const send: Query = async (text, values) => {
    try {
      return await query(text, values);
    } catch (error) {
      dropValues(error);
      throw error;
    }
  };
  return overQuery(() => send, notify);
}

const late = new LateBound<Query>();

function overQuery(query: () => Query, notify: Db['notify']): Db {
  const send: Query = (text, values) => query()(text, values);
  const session = new BareSession({ query: send } as unknown as pg.Pool, dialect, undefined);
  const builder = new NodePgDatabase(dialect, session, undefined) as QueryBuilder;
  return Object.assign(builder, {
    engine: 'postgres' as const,
    t: tables,
    rows: async <Row extends object>(statement: SQL) => {
      const { sql, params } = dialect.sqlToQuery(statement);
      return (await send(sql, params)).rows as Row[];
    },
    build: <Result>(write: (q: Db) => PromiseLike<Result>) => build(write(overQuery(late.get, notify))),
    run: <Result>({ query: built }: Built<Result>, values: Record<string, unknown>) =>
      late.during(query(), () => (built as Runnable<Result>).execute(values)),
    forUpdate: <Select extends object>(select: Select, options?: LockOptions) => lock(select, options),
    skipLocked: <Select extends object>(select: Select, options?: LockOptions) =>
      lock(select, { ...options, skipLocked: true }),
    notify,
  });
}

/** drizzle's prepared queries; they call the driver before they await anything. */
type Runnable<Result> = { execute(values: Record<string, unknown>): Promise<Result> };

/** As strong as the lock of an update; a foreign key may be checked beside it. */
function lock<Select extends object>(
  select: Select,
  options: LockOptions & { skipLocked?: true } = {},
): Select {
  (select as unknown as { for(strength: string, options: object): void }).for('no key update', options);
  return select;
}
