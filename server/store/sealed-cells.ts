import { and, asc, eq, gt, isNotNull, ne } from 'drizzle-orm';
import type { Db } from './store.ts';

/** Every column that holds ciphertext for longer than a sign-in takes; a test compares this with the schema. */
export const sealedColumns = ({ t: { mailboxes, sends, batches, trackedSends, serverSecrets } }: Db) =>
  [
    { table: mailboxes, name: 'mailboxes', id: mailboxes.id, key: 'sealedRefreshToken' },
    { table: mailboxes, name: 'mailboxes', id: mailboxes.id, key: 'sealedAccessToken' },
    { table: sends, name: 'sends', id: sends.id, key: 'sealedHeading' },
    { table: sends, name: 'sends', id: sends.id, key: 'sealedBody' },
    { table: sends, name: 'sends', id: sends.id, key: 'sealedMessageId' },
    { table: sends, name: 'sends', id: sends.id, key: 'sealedThreadId' },
    { table: batches, name: 'batches', id: batches.id, key: 'sealedHeading' },
    { table: trackedSends, name: 'tracked_sends', id: trackedSends.sendId, key: 'sealedLinks' },
    { table: serverSecrets, name: 'server_secrets', id: serverSecrets.id, key: 'sealedSecret' },
  ].map((it) => ({ ...it, column: (it.table as unknown as Record<string, BytesColumn>)[it.key]! }));

type BytesColumn = Db['t']['sends']['sealedBody'];

/** What is left of a sealed value that was erased; nothing opens it. */
export const erasedCell = Buffer.alloc(0);

/** One sealed value and the cell it is bound to. */
export type SealedCell = { table: string; column: string; id: string; sealed: Buffer };

/** Walks every sealed cell in slices; what is written while it walks was sealed under the current key anyway. */
export async function* walkSealedCells(q: Db, sliceLength = 200): AsyncGenerator<SealedCell[]> {
  for (const { table, name, id, column } of sealedColumns(q)) {
    let after = '';
    for (;;) {
      const rows = await q
        .select({ id, sealed: column })
        .from(table)
        .where(and(isNotNull(column), ne(column, erasedCell), gt(id, after)))
        .orderBy(asc(id))
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
    .where(and(eq(found.id, cell.id), eq(found.column, cell.sealed)))
    .returning({ id: found.id });
  return rows.length === 1;
}
