import { expect, test } from 'vitest';
import { defaultPolicy } from '../../../shared/domain/tracking-policy.ts';
import { text } from '../gallery/fake-client.ts';
import { seenWords } from './seen-words.ts';

const say = (emails: string[], modes = defaultPolicy.tracking) => seenWords(emails, modes, text);

test('of how many there will be something to see is said, and of how many nothing', () => {
  expect(say(['a@x.us', 'b@x.com', 'c@x.org', 'd@x.de'])).toBe(
    'By your company’s rules opens and clicks are seen of 1 email by itself, of 2 only in sums over many, of 1 not at all.',
  );
  expect(say(['a@x.us', 'b@x.edu'])).toBe(
    'By your company’s rules opens and clicks are seen of 2 emails one by one.',
  );
});

test('where the rules allow nothing that is said', () => {
  expect(say(['a@x.com', 'b@x.de'], { consent: 'off', unknown: 'off', elsewhere: 'individual' })).toBe(
    'By your company’s rules opens and clicks are seen of 2 not at all.',
  );
});
