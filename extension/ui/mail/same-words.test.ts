import { expect, test } from 'vitest';
import { sayTheSame } from './same-words.ts';

test.each([
  ['Hello Jane,see you on Monday.', 'Hello Jane,\n\nsee you on Monday.'],
  ['see https://acme.test/jobs', 'see https://acme.test/jobs'],
  ['FirstSecond', ' * First\n * Second'],
  ['FirstSecond', ' 1. First\n 2. Second'],
  ['', ''],
])('%j and %j say the same', (formatted, plainText) => expect(sayTheSame(formatted, plainText)).toBe(true));

const links = ['https://talks.test/queues?a=1', 'https://talks.test/queues', 'mailto:jane@acme.test'];
test.each([
  ['your talk was a joy', 'your talk (https://talks.test/queues?a=1) was a joy'],
  ['your talk was a joy', 'your talk (https://talks.test/queues) was a joy'],
  ['write to Jane', 'write to Jane (jane@acme.test)'],
  ['see https://talks.test/queues', 'see https://talks.test/queues'],
])('%j and %j say the same, since that is where its links lead', (formatted, plainText) =>
  expect(sayTheSame(formatted, plainText, links)).toBe(true),
);

test.each([
  ['your talk was a joy', 'your talk (https://evil.test/sign-in) was a joy'],
  ['your talk was a joy', 'your talk (https://talks.test/queues/and-bring-money) was a joy'],
  ['your talk was a joy', 'your talk was a joy https://x\u2800and\u2800bring\u2800money'],
  ['write to Jane', 'write to Jane (jane@evil.test)'],
  ['write to Jane', 'write to Jane mailto:or-else@acme.test'],
])('%j and %j do not: no link leads there', (formatted, plainText) =>
  expect(sayTheSame(formatted, plainText, links)).toBe(false),
);

test.each([
  ['The salary is 90,000', 'The salary is 60,000'],
  ['Hello Jane', 'Hello Jane, please send your bank details'],
  ['You may not come', 'You may come, not'],
  ['Hello Jane', ''],
  ['Привет Жанна', 'Привет Анна'],
  ['You get $100', 'You get £100'],
  ['Hello', 'Hello 💣'],
])('%j and %j do not', (formatted, plainText) => expect(sayTheSame(formatted, plainText)).toBe(false));
