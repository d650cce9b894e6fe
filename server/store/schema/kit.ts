import type { $Type, SQL, Writable } from 'drizzle-orm';
import type {
  AnyPgColumn,
  ExtraConfigColumn,
  PgBigInt53BuilderInitial,
  PgBooleanBuilderInitial,
  PgCustomColumnBuilder,
  PgJsonbBuilderInitial,
  PgTableExtraConfigValue,
  PgTableFn,
  PgTextBuilderInitial,
  PrimaryKeyBuilder,
} from 'drizzle-orm/pg-core';

/** A column of any table; annotates `references((): AnyColumn => …)` where tables point at themselves or each other. */
export type AnyColumn = AnyPgColumn;

/** `bytea` on PostgreSQL, `blob` on SQLite; a `Buffer` on both. */
export type BytesBuilder = PgCustomColumnBuilder<{
  name: string;
  dataType: 'custom';
  columnType: 'PgCustomColumn';
  data: Buffer;
  driverParam: Buffer;
  enumValues: undefined;
}>;

/** An index that still wants its columns. */
export interface IndexOn {
  on(...columns: [ExtraConfigColumn | SQL, ...(ExtraConfigColumn | SQL)[]]): FilteredIndex;
}

/** `where` makes it a partial index; write the condition as literal SQL, without parameters. */
export type FilteredIndex = PgTableExtraConfigValue & { where(condition: SQL): PgTableExtraConfigValue };

/**
 * The columns and indexes that both engines can hold. The schema is written once, against this; PostgreSQL's types are
 * the canonical ones. Drizzle's own column methods (`notNull`, `default`, `unique`, `references` …) work on all of them.
 */
export interface Kit {
  table: PgTableFn;
  text(name: string): PgTextBuilderInitial<string, [string, ...string[]]>;
  /** Text whose type is the union of the given words. The words are held by the type, not by the database. */
  oneOf<const Words extends readonly [string, ...string[]]>(
    name: string,
    words: Words,
  ): PgTextBuilderInitial<string, Writable<Words>>;
  /** A whole number up to 2^53; always 8 bytes, because PostgreSQL refuses `$1 + integer` beyond 4. */
  int(name: string): PgBigInt53BuilderInitial<string>;
  /** An instant: milliseconds since the epoch. */
  at(name: string): PgBigInt53BuilderInitial<string>;
  bool(name: string): PgBooleanBuilderInitial<string>;
  /** `jsonb` on PostgreSQL, text on SQLite. */
  json<T>(name: string): $Type<PgJsonbBuilderInitial<string>, T>;
  bytes(name: string): BytesBuilder;
  index(name: string): IndexOn;
  uniqueIndex(name: string): IndexOn;
  primaryKey(config: { columns: [ExtraConfigColumn, ...ExtraConfigColumn[]] }): PrimaryKeyBuilder;
}
