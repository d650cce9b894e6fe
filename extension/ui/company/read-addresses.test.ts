import { expect, test } from 'vitest';
import { readAddresses } from './read-addresses.ts';

test.each([
  ['one below the other', 'ada@x.test\nbob@x.test\r\n', ['ada@x.test', 'bob@x.test']],
  [
    'one after the other',
    'ada@x.test, bob@x.test, carol@x.test',
    ['ada@x.test', 'bob@x.test', 'carol@x.test'],
  ],
  ['as mail programs copy them', 'Ada <ada@x.test>; Bob <bob@x.test>', ['ada@x.test', 'bob@x.test']],
  [
    'a line that is none among them',
    'ada@x.test\nnobody\nbob@x.test',
    ['ada@x.test', 'nobody', 'bob@x.test'],
  ],
  ['a single one', 'ada@x.test', ['ada@x.test']],
])('takes addresses %s', (_how, typed, cells) => expect(readAddresses(typed)).toEqual({ cells }));

test('of a table with a head only the column of addresses counts, not those of colleagues beside it', () => {
  const typed = 'Name,Email,Recruiter\nAda,ada@x.test,ravi@acme.test\nBob,,maya@acme.test';
  expect(readAddresses(typed)).toEqual({ cells: ['ada@x.test', 'Bob'] });
});

test('takes in what Behalf exports, also what a spreadsheet would have run', () => {
  const exported = `email,source,by,createdAt\r\n"'=cmd@x.test",import,Ravi,2026-01-01\r\nada@x.test,recipient,,2026-01-01\r\n"'+1@x.test",member,Maya,2026-01-01\r\n`;
  expect(readAddresses(exported)).toEqual({ cells: ['=cmd@x.test', 'ada@x.test', '+1@x.test'] });
});

test.each([
  ['', { problem: 'nothing' }],
  ['hello', { problem: 'nothing' }],
  ['Name,Town\nAda,London', { problem: 'no_addresses' }],
  ['Email\n"ada@x.test', { problem: 'unclosed_quote', line: 2 }],
])('%j is no list of addresses', (typed, problem) => expect(readAddresses(typed)).toEqual(problem));
