import { describe, expect, test } from 'vitest';
import { readTable, type Table } from './read-table.ts';

const nameless = (column: number) => `Column ${column}`;
const read = (text: string) => readTable(text, nameless) as Table;

describe('a list', () => {
  test.each([
    ['commas', 'Email,First name\njane@x.test,Jane\ntom@x.test,Tom'],
    [
      'semicolons, as Excel saves it in half of Europe',
      'Email;First name\r\njane@x.test;Jane\r\ntom@x.test;Tom\r\n',
    ],
    ['tabs, as Excel copies it', 'Email\tFirst name\njane@x.test\tJane\ntom@x.test\tTom\n'],
    ['a byte order mark', '\ufeffEmail,First name\njane@x.test,Jane\ntom@x.test,Tom'],
    ['quotes around everything', '"Email","First name"\n"jane@x.test","Jane"\n"tom@x.test","Tom"'],
    ['empty lines and spaces', '\n Email , First name \n\n jane@x.test , Jane \n,\ntom@x.test,Tom\n\n'],
  ])('with %s is read', (_how, text) => {
    expect(read(text)).toEqual({
      columns: ['Email', 'First name'],
      rows: [
        ['jane@x.test', 'Jane'],
        ['tom@x.test', 'Tom'],
      ],
      emailColumn: 0,
      nameColumns: [1],
    });
  });

  test('keeps commas, quotes and line breaks that stand in quotes', () => {
    expect(read('Email,Note\njane@x.test,"Said ""yes"",\nthen no"').rows).toEqual([
      ['jane@x.test', 'Said "yes",\nthen no'],
    ]);
  });

  test('of nothing but addresses needs no header', () => {
    expect(read('jane@x.test\ntom@x.test')).toMatchObject({
      columns: ['Column 1'],
      rows: [['jane@x.test'], ['tom@x.test']],
      emailColumn: 0,
    });
  });

  test('has its addresses where most of them stand, whatever the column is called', () => {
    expect(read('Person,Contact\nJane,jane@x.test\nTom,tom@x.test').emailColumn).toBe(1);
    expect(read('Work,E-Mail\nx@y.test,jane@x.test').emailColumn).not.toBe(-1);
    expect(read('Person,E-mail address\nJane,not yet known').emailColumn).toBe(1);
    expect(read('Person,Town\nJane,Berlin').emailColumn).toBe(-1);
  });

  test('as mail programs copy people is read', () => {
    expect(read('Jane Doe <jane@x.test>\nTom <tom@x.test>').emailColumn).toBe(0);
  });

  test('is filled up where lines are shorter', () => {
    expect(read('Email,Town\njane@x.test\ntom@x.test,Berlin,extra').rows).toEqual([
      ['jane@x.test', '', ''],
      ['tom@x.test', 'Berlin', 'extra'],
    ]);
  });
});

test('columns get names that can stand in a text, each once', () => {
  expect(read('Email,Job (title),Job {title},,Größe\na@b.test,x,y,z,w').columns).toEqual([
    'Email',
    'Job title',
    'Job title 2',
    'Column 4',
    'Größe',
  ]);
});

test('first and last name make a name', () => {
  expect(read('Last name,Email,First name\nDoe,jane@x.test,Jane').nameColumns).toEqual([2, 0]);
  expect(read('Full name,First name,Email\nJane Doe,Jane,jane@x.test').nameColumns).toEqual([0]);
});

test.each([
  ['', { kind: 'empty' }],
  ['\n \n', { kind: 'empty' }],
  ['Email,Name', { kind: 'empty' }],
  ['Email,Name\njane@x.test,"Jane', { kind: 'unclosed_quote', line: 2 }],
])('%j is no list, and why is said', (text, problem) => {
  expect(readTable(text, nameless)).toEqual({ problem });
});

test('a thousand lines are read in no time', () => {
  const lines = Array.from({ length: 1000 }, (_, n) => `person${n}@x.test;Person ${n};"Town; ${n}"`);
  const { rows } = read(['Email;Name;Town', ...lines].join('\n'));
  expect(rows).toHaveLength(1000);
  expect(rows[999]).toEqual(['person999@x.test', 'Person 999', 'Town; 999']);
});
