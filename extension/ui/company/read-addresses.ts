import { addressIn, looksLikeAddress, readTable } from '../batch/read-table.ts';
import { longestCell } from '../../../shared/domain/suppression.ts';

/** What stands in a list where addresses should: one cell for each, also where it is none. */
export type AddressList =
  { cells: string[] } | { problem: 'nothing' | 'no_addresses' | 'unclosed_quote'; line?: number };

/** A name no column can have: `readTable` keeps letters, digits, dashes and spaces. */
const nameless = (column: number): string => `#${column}`;

/**
 * Reads a list of addresses: a table of which one column holds them, or addresses one after the other. In a table with
 * a head only its column of addresses counts, since another one may hold those of colleagues.
 */
export function readAddresses(typed: string): AddressList {
  const table = readTable(typed, nameless);
  if ('problem' in table) {
    const { kind, line } = table.problem;
    return kind === 'empty' ? { problem: 'nothing' } : { problem: kind, ...(line && { line }) };
  }
  const { rows, columns, emailColumn } = table;
  if (emailColumn < 0) return { problem: 'no_addresses' };
  const hasHead = !columns.every((name) => name.startsWith('#'));
  const cells = rows.flatMap((row) => {
    const found = hasHead ? [] : row.filter(looksLikeAddress);
    return found.length > 0 ? found : [row[emailColumn] || row.find(Boolean) || ''];
  });
  return { cells: cells.map(cleanCell) };
}

/** Without the name beside it, and without the apostrophe that keeps a spreadsheet from running it (`server/csv.ts`). */
const cleanCell = (cell: string): string =>
  addressIn(cell)
    .replace(/^'(?=[=+\-@])/, '')
    .slice(0, longestCell);
