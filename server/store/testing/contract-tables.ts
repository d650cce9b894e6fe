import { sql } from 'drizzle-orm';
import { pgKit } from '../schema/kit.pg.ts';
import { sqliteKit } from '../schema/kit.sqlite.ts';
import type { Kit } from '../schema/kit.ts';
import type { Store } from '../store.ts';

/** Tables of the contract suite alone, so that it does not depend on what the product stores. */
const define = ({ table, text, oneOf, int, at, bool, json, bytes, uniqueIndex, primaryKey }: Kit) => ({
  things: table(
    'contract_things',
    {
      id: text('id').primaryKey(),
      owner: text('owner'),
      name: text('name'),
      state: oneOf('state', ['waiting', 'taken']).notNull().default('waiting'),
      used: int('used').notNull().default(0),
      since: at('since'),
      flag: bool('flag').notNull().default(false),
      doc: json<{ list: number[]; text: string }>('doc'),
      secret: bytes('secret'),
    },
    (t) => [uniqueIndex('contract_things_name').on(t.owner, t.name)],
  ),
  pairs: table(
    'contract_pairs',
    { left: text('left_id').notNull(), right: text('right_id').notNull() },
    (t) => [primaryKey({ columns: [t.left, t.right] })],
  ),
});

const types = {
  sqlite: { int: 'integer', bool: 'integer', json: 'text', bytes: 'blob' },
  postgres: { int: 'bigint', bool: 'boolean', json: 'jsonb', bytes: 'bytea' },
};

export type ContractTables = ReturnType<typeof define>;

/** Makes the suite's tables in a store. */
export async function createContractTables({ engine, tx }: Store): Promise<ContractTables> {
  const type = types[engine];
  await tx(async (q) => {
    await q.rows(
      sql.raw(`create table contract_things (
        id text primary key, owner text, name text, state text not null default 'waiting',
        used ${type.int} not null default 0, since ${type.int}, flag ${type.bool} not null default false,
        doc ${type.json}, secret ${type.bytes})`),
    );
    await q.rows(sql.raw('create unique index contract_things_name on contract_things (owner, name)'));
    await q.rows(
      sql.raw('create unique index contract_things_lower on contract_things (lower(name), state)'),
    );
    await q.rows(
      sql.raw(`create table contract_pairs (
        left_id text not null, right_id text not null references contract_things (id) on delete cascade,
        primary key (left_id, right_id))`),
    );
  });
  return define(engine === 'sqlite' ? sqliteKit : pgKit);
}

/** A promise and the ways to settle it: a test's signal from one flow of calls to another. */
export function signal<T = void>(): { promise: Promise<T>; give: (value: T) => void } {
  let give: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => (give = resolve));
  return { promise, give };
}
