import { expect, test } from 'vitest';
import { sayTheSame } from './same-words.ts';

test.each([
  ['Hello Jane,see you on Monday.', 'Hello Jane,\n\nsee you on Monday.'],
  ['your talk was a joy', 'your talk (https://talks.test/queues?a=1) was a joy'],
  ['write to Jane', 'write to Jane (jane@acme.test)'],
  ['see https://acme.test/jobs', 'see https://acme.test/jobs'],
  ['FirstSecond', ' * First\n * Second'],
  ['FirstSecond', ' 1. First\n 2. Second'],
  ['', ''],
])('%j and %j say the same', (formatted, plainText) => expect(sayTheSame(formatted, plainText)).toBe(true));

test.each([
  ['The salary is 90,000', 'The salary is 60,000'],
  ['Hello Jane', 'Hello Jane, please send your bank details'],
  ['You may not come', 'You may come, not'],
  ['Hello Jane', ''],
  ['Привет Жанна', 'Привет Анна'],
])('%j and %j do not', (formatted, plainText) => expect(sayTheSame(formatted, plainText)).toBe(false));
