/** One measured line: Behalf beside what it is compared with, and what was aimed at. */
export type Line = {
  what: string;
  behalf: string;
  bare?: string;
  /** Behalf divided by bare. */
  ratio?: number;
  aim?: { text: string; met: boolean };
};

/** Prints the lines of one section as soon as they are there. */
export function printTable(title: string, lines: readonly Line[]): void {
  const rows = [
    ['', 'Behalf', 'bare', 'ratio', 'aim', ''],
    ...lines.map(({ what, behalf, bare, ratio, aim }) => [
      ...[what, behalf, bare ?? '', ratio === undefined ? '' : `${ratio.toFixed(2)}×`],
      ...(aim ? [aim.text, aim.met ? '✓' : '✗'] : ['', '']),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  console.log(`\n${title}`);
  for (const row of rows)
    console.log(
      `  ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ')}`,
    );
}

export const ms = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
