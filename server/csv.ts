/**
 * Where a spreadsheet may see a formula begin: at the start of a cell, also behind spaces or quotation marks, and at the
 * start of what it takes for a cell where it splits by semicolons, tabs or lines, as many do outside of English.
 */
const begins = String.raw`(?=["\s]*[=+\-@\uff1d\uff0b\uff0d\uff20])`;
const atStart = new RegExp(`^(?:${begins}|(?=[\\t\\r\\n]))`);
const behindSeparator = new RegExp(`([;\\t\\r\\n])${begins}`, 'g');

/**
 * One record of a CSV file (RFC 4180 §2). What a spreadsheet would take for a formula gets an apostrophe in front,
 * which shows it as text. Files are UTF-8; whoever saves one for a spreadsheet puts a byte order mark in front
 * (`extension/ui/save-file.ts`), whoever asks the server for one gets none.
 */
export const csvRecord = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(value: string): string {
  const safe = value.replace(behindSeparator, "$1'").replace(atStart, "'");
  return /[",\r\n]/.test(safe) || safe !== value ? `"${safe.replaceAll('"', '""')}"` : safe;
}
