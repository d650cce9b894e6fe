import { and, asc, eq, gt, isNotNull, ne } from 'drizzle-orm';
import type { Db } from './store.ts';

/** Every column that holds ciphertext for longer than a sign-in takes; a test compares this with the schema. */
const sealedColumns = (q: Db) => {
  const { mailboxes, sends, batches } = q.t;
  return [
    { table: mailboxes, name: 'mailboxes', key: 'sealedRefreshToken', column: mailboxes.sealedRefreshToken },
    { table: mailboxes, name: 'mailboxes', key: 'sealedAccessToken', column: mailboxes.sealedAccessToken },
    { table: sends, name: 'sends', key: 'sealedHeading', column: sends.sealedHeading },
    { table: sends, name: 'sends', key: 'sealedBody', column: sends.sealedBody },
    { table: sends, name: 'sends', key: 'sealedMessageId', column: sends.sealedMessageId },
    { table: sends, name: 'sends', key: 'sealedThreadId', column: sends.sealedThreadId },
    { table: batches, name: 'batches', key: 'sealedHeading', column: batches.sealedHeading },
  ] as const;
};

/** What is left of a sealed value that was erased; nothing opens it. */
export const erasedCell = Buffer.alloc(0);

/** One sealed value and the cell it is bound to. */
export type SealedCell = { table: string; column: string; id: string; sealed: Buffer };

/** Walks every sealed cell in slices; what is written while it walks was sealed under the current key anyway. */
export async function* walkSealedCells(q: Db, sliceLength = 200): AsyncGenerator<SealedCell[]> {
  for (const { table, name, column } of sealedColumns(q)) {
    let after = '';
    for (;;) {
      const rows = await q
        .select({ id: table.id, sealed: column })
        .from(table)
        .where(and(isNotNull(column), ne(column, erasedCell), gt(table.id, after)))
        .orderBy(asc(table.id))
        .limit(sliceLength);
      if (rows.length > 0) {
        yield rows.map((row) => ({ table: name, column: column.name, id: row.id, sealed: row.sealed! }));
      }
      if (rows.length < sliceLength) break;
      after = rows.at(-1)!.id;
    }
  }
}

/** Replaces a sealed value if it is still the one that was read. False: it changed meanwhile. */
export async function replaceSealedCell(q: Db, cell: SealedCell, sealed: Buffer): Promise<boolean> {
  const found = sealedColumns(q).find((it) => it.name === cell.table && it.column.name === cell.column)!;
  const rows = await q
    .update(found.table)
    .set({ [found.key]: sealed })
    .where(and(eq(found.table.id, cell.id), eq(found.column, cell.sealed)))
    .returning({ id: found.table.id });
  return rows.length === 1;
}
