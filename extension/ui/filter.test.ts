import { expect, test } from 'vitest';
import { matches } from './filter.ts';

test('an empty query finds everybody', () => expect(matches('', 'Maya')).toBe(true));
test('accents and case do not matter', () => expect(matches('JOSE', 'José Núñez')).toBe(true));
test('every word has to be found, in any field and any order', () => {
  expect(matches('chen maya@', 'Maya Chen', 'maya@acme.test')).toBe(true);
  expect(matches('maya tom', 'Maya Chen', 'maya@acme.test')).toBe(false);
});
test('characters that mean something elsewhere are only letters here', () =>
  expect(matches('.*', 'Maya Chen')).toBe(false));
