import { expect, test } from 'vitest';
import { firstName, hueOf, initialsOf, inSentence, plain } from './person-name.ts';

test('a name can’t turn the letters after it around', () =>
  expect(plain('Eve \u202egro.live')).toBe('Eve gro.live'));
test('a right-to-left name is kept to itself in a sentence, others are left as they are', () => {
  expect(inSentence('מאיה כהן')).toBe('\u2068מאיה כהן\u2069');
  expect(inSentence('Maya Chen')).toBe('Maya Chen');
});
test('colleagues are called by their first name', () => {
  expect(firstName('  Maya   Chen ')).toBe('Maya');
  expect(firstName('')).toBe('');
});
test('initials are those of the first and the last word', () => {
  expect(initialsOf('Maria von und zu Habsburg')).toBe('MH');
  expect(initialsOf('maya')).toBe('M');
  expect(initialsOf('𝒜da 🦊fox')).toBe('𝒜🦊');
});
test('a person keeps their hue, and two people seldom share one', () => {
  expect(hueOf('a')).toBe(hueOf('a'));
  const hues = Array.from({ length: 200 }, (_, n) => hueOf(`person-${n}`));
  expect(new Set(hues).size).toBeGreaterThan(130);
  expect(hues.every((hue) => hue >= 0 && hue < 360)).toBe(true);
});

test('somebody who is a former member now is not called “A”', () => {
  expect(firstName('A former member')).toBe('A former member');
});
