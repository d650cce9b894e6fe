import Papa from 'papaparse';

/** A list of people as it was pasted: a name for each column, one line for each person. */
export type Table = {
  columns: string[];
  rows: string[][];
  /** The column with the addresses; -1 where there is none. */
  emailColumn: number;
  /** The columns that make up the recipient's name, in their order. */
  nameColumns: number[];
};

/** Why a list could not be read, and in which of its lines (from 1). */
export type TableProblem = { kind: 'empty' | 'unclosed_quote'; line?: number };

const longestName = 60;

/** True for a cell that reads as an address; whether it is one, the server decides. */
export const looksLikeAddress = (cell: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(addressIn(cell));

/** The address in a cell: “Jane Doe <jane@acme.test>” is what mail programs copy. */
export const addressIn = (cell: string): string => /<([^<>\s]+@[^<>\s]+)>\s*$/.exec(cell)?.[1] ?? cell.trim();

/**
 * Reads comma-, semicolon- or tab-separated text, with quotes and line breaks within them, as spreadsheets write and
 * copy it (RFC 4180 where they keep to it). The first line names the columns unless an address stands in it.
 * `nameless` names a column that has no name.
 */
export function readTable(
  text: string,
  nameless: (column: number) => string,
): Table | { problem: TableProblem } {
  const { data, errors } = Papa.parse<string[]>(text, {
    skipEmptyLines: 'greedy',
    delimitersToGuess: ['\t', ';', ',', '|'],
  });
  const unclosed = errors.find(({ code }) => code === 'MissingQuotes');
  if (unclosed) return { problem: { kind: 'unclosed_quote', line: (unclosed.row ?? 0) + 1 } };
  const lines = data.map((line) => line.map((cell) => cell.trim()));
  const [first] = lines;
  if (!first) return { problem: { kind: 'empty' } };
  const hasHeader = !first.some(looksLikeAddress);
  const rows = hasHeader ? lines.slice(1) : lines;
  if (rows.length === 0) return { problem: { kind: 'empty' } };
  const width = Math.max(...lines.map((line) => line.length));
  const headers = Array.from({ length: width }, (_, column) => (hasHeader ? (first[column] ?? '') : ''));
  return {
    columns: fieldNames(headers, nameless),
    rows: rows.map((row) => headers.map((_, column) => row[column] ?? '')),
    emailColumn: findEmailColumn(headers, rows),
    nameColumns: findNameColumns(headers),
  };
}

/** Names as they can stand between `{{` and `}}`, no two of them the same. */
function fieldNames(headers: string[], nameless: (column: number) => string): string[] {
  const names: string[] = [];
  for (const [column, header] of headers.entries()) {
    const plain = header
      .replace(/[^\p{L}\d_-]+/gu, ' ')
      .trim()
      .slice(0, longestName - 4)
      .trim();
    const name = plain || nameless(column + 1);
    let unique = name;
    for (let count = 2; names.includes(unique); count += 1) unique = `${name} ${count}`;
    names.push(unique);
  }
  return names;
}

function findEmailColumn(headers: string[], rows: string[][]): number {
  const named = headers.findIndex((header) => /^e-?mail([ _-]?address)?$|^mail$/i.test(header));
  if (named >= 0) return named;
  const counts = headers.map((_, column) => rows.filter((row) => looksLikeAddress(row[column] ?? '')).length);
  const most = Math.max(...counts);
  return most > 0 ? counts.indexOf(most) : -1;
}

function findNameColumns(headers: string[]): number[] {
  const find = (pattern: RegExp) => headers.findIndex((header) => pattern.test(header));
  const whole = find(/^(full |candidate |display )?name$/i);
  if (whole >= 0) return [whole];
  return [find(/^(first|given)[ _-]?name$/i), find(/^(last|family|sur)[ _-]?name$/i)].filter(
    (column) => column >= 0,
  );
}
