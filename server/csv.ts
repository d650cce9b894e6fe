/** A spreadsheet takes a cell that begins so for a formula, or strips it and then does. */
const formula = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * One record of a CSV file (RFC 4180 §2). What a spreadsheet would take for a formula gets an apostrophe in front,
 * which shows it as text.
 */
export const csvRecord = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || safe !== value ? `"${safe.replaceAll('"', '""')}"` : safe;
}
