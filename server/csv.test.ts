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
  ' =1',
  '"=1',
  '\tName',
  '\rName',
  '＝1',
  '=HYPERLINK("https://evil.example")',
])('%j is text to a spreadsheet, not a formula', (value) => {
  const record = csvRecord(['a', value]);
  expect(record.startsWith(`a,"'`)).toBe(true);
  expect(record).toBe(`a,"'${value.replaceAll('"', '""')}"\r\n`);
});

test.each([
  ['\t=1', "'\t'=1"],
  ['\n=1', "'\n'=1"],
  ['Hello;=1+1', "Hello;'=1+1"],
  ['Hello; "=1+1', 'Hello;\' "=1+1'],
  ['a;b;@SUM(A1);-2', "a;b;'@SUM(A1);'-2"],
  ['two\nlines\n+1', "two\nlines\n'+1"],
])('%j has no formula in it, however a spreadsheet splits it', (value, safe) => {
  expect(csvRecord(['a', value])).toBe(`a,"${safe.replaceAll('"', '""')}"\r\n`);
});

test.each(['a-b;c', 'Ana;Bo', 'x = y; z', 'C+O', 'ravi@acme.test'])('%j stays as it is', (value) => {
  expect(csvRecord([value])).toBe(`${value}\r\n`);
});
