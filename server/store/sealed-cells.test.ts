import { getTableColumns, getTableName } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { sealedColumns } from './sealed-cells.ts';
import { openerFor } from './testing/engines.ts';

const open = openerFor('sqlite');

it('knows every sealed column of the schema that outlives a sign-in', async () => {
  const { read } = await open();
  const { authFlows, ...tables } = read.t;
  expect(sealedIn({ authFlows })).toHaveLength(1);
  const known = sealedColumns(read).map(({ name, key }) => `${name} ${key}`);
  expect(known.sort()).toEqual(sealedIn(tables).sort());
});

type Tables = Record<string, Parameters<typeof getTableColumns>[0]>;

/** The sealed columns of these tables, as `table key`. */
const sealedIn = (tables: Tables): string[] =>
  Object.values(tables).flatMap((table) =>
    Object.keys(getTableColumns(table))
      .filter((key) => key.startsWith('sealed'))
      .map((key) => `${getTableName(table)} ${key}`),
  );
