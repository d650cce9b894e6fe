import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Kit } from './kit.ts';

const kit = {
  table: sqliteTable,
  text: (name: string) => text(name),
  oneOf: (name: string, words: readonly [string, ...string[]]) => text(name, { enum: words }),
  int: (name: string) => integer(name),
  at: (name: string) => integer(name),
  bool: (name: string) => integer(name, { mode: 'boolean' }),
  json: (name: string) => text(name, { mode: 'json' }),
  bytes: (name: string) => blob(name, { mode: 'buffer' }),
  index,
  uniqueIndex,
  primaryKey,
} satisfies Record<keyof Kit, unknown>;

/**
 * The column kit of SQLite. By this cast SQLite's columns pass for PostgreSQL's, which holds because both speak the same
 * query builder (`sqlite-db.ts` has the builder's half); the contract suite runs every kind of column on both engines.
 */
export const sqliteKit = kit as unknown as Kit;
