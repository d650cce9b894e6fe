import type { SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT, PgTable } from 'drizzle-orm/pg-core';
import type { Built } from './engine/built.ts';
import type { Tables } from './schema/tables.ts';

/** Which database stands behind a store. */
export type Engine = 'sqlite' | 'postgres';

/** What a write without `returning` resolves to, on both engines. */
export interface WriteResult extends PgQueryResultHKT {
  readonly type: { readonly rowCount: number };
}

/** The part of drizzle's query builder that does the same on both engines. */
export type QueryBuilder = Pick<
  PgDatabase<WriteResult>,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'with' | '$with' | '$count'
>;

/** For a locking select over several tables: the table whose rows are to be locked. */
export interface LockOptions {
  readonly of?: PgTable;
}

/**
 * What query functions get as `q`: drizzle's builder, the tables of the engine behind it, and the few things the
 * engines spell differently. Inside `store.tx` it belongs to that transaction and ends with it.
 */
export interface Db extends QueryBuilder {
  readonly engine: Engine;
  /** The tables: `q.select().from(q.t.members)`. */
  readonly t: Tables;
  /**
   * Runs SQL of your own and returns its rows under the names it gives them. Booleans and JSON come as the engine
   * stores them (SQLite: 0 or 1, and text); whole numbers are numbers on both.
   */
  rows<Row extends object>(query: SQL): Promise<Row[]>;
  /** Writes a query's SQL down, with places for its values, for any `q` of this engine to run. Use `prepared`. */
  build<Result>(write: (q: Db) => PromiseLike<Result>): Built<Result>;
  /** Runs what was built, with these values in its places. */
  run<Result>(built: Built<Result>, values: Record<string, unknown>): Promise<Result>;
  /** Locks the selected rows until the end of the transaction. SQLite has one writer, so nothing needs locking there. */
  forUpdate<Select extends object>(select: Select, options?: LockOptions): Select;
  /** Locks the selected rows and passes over those that another transaction has locked. */
  skipLocked<Select extends object>(select: Select, options?: LockOptions): Select;
  /**
   * Tells every listener of every process, after the commit and only if it commits. Several identical notifications
   * of one transaction arrive as one. Only inside a transaction; at most 7,900 bytes.
   */
  notify(channel: string, payload: string): void;
}
