import { expect, test } from 'vitest';
import { csvRecord } from './csv.ts';

test.each([
  [['a', 'b c'], 'a,b c\r\n'],
  [['', ''], ',\r\n'],
  [['a,b', 'say "hi"', 'two\nlines', 'x\r'], '"a,b","say ""hi""","two\nlines","x\r"\r\n'],
  [['Zoë 😀', "'quoted'"], "Zoë 😀,'quoted'\r\n"],
])('%j is one record: quoted where it has to be, and nothing else changed', (cells, record) => {
  expect(csvRecord(cells)).toBe(record);
});

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1',
  '=HYPERLINK("https://evil.example")',
])('%j is text to a spreadsheet, not a formula', (value) => {
  const record = csvRecord(['a', value]);
  expect(record.startsWith(`a,"'`)).toBe(true);
  expect(record).toBe(`a,"'${value.replaceAll('"', '""')}"\r\n`);
});
