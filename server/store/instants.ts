import { sql, type SQLWrapper } from 'drizzle-orm';
import type { Db } from './store.ts';

type Part = SQLWrapper | number;
const parts = (all: readonly Part[]) =>
  sql.join(
    all.map((part) => (typeof part === 'number' ? sql`cast(${part} as bigint)` : sql`${part}`)),
    sql`, `,
  );

/** The latest of several instants, none of which is null: what the engines call differently. */
export const latestOf = (q: Db, ...all: Part[]) =>
  q.engine === 'sqlite' ? sql`max(${parts(all)})` : sql`greatest(${parts(all)})`;

/** The earliest of several instants, none of which is null. */
export const earliestOf = (q: Db, ...all: Part[]) =>
  q.engine === 'sqlite' ? sql`min(${parts(all)})` : sql`least(${parts(all)})`;
