import {
  bigint,
  boolean,
  customType,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Kit } from './kit.ts';

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** The column kit of PostgreSQL. */
export const pgKit: Kit = {
  table: pgTable,
  text: (name) => text(name),
  oneOf: (name, words) => text(name, { enum: words }),
  int: (name) => bigint(name, { mode: 'number' }),
  at: (name) => bigint(name, { mode: 'number' }),
  bool: (name) => boolean(name),
  json: (name) => jsonb(name).$type(),
  bytes: (name) => bytea(name),
  index,
  uniqueIndex,
  primaryKey,
};
