import { expect, test } from 'vitest';
import { waitReasons } from '../../../shared/domain/send-wait.ts';
import { text } from '../gallery/fake-client.ts';
import { waitWords } from './wait-words.ts';

const reader = { text, language: 'en-GB', now: Date.parse('2026-11-24T12:00:00Z') };
const until = '2026-11-26T08:00:00.000Z';
const say = (reason: (typeof waitReasons)[number], at: string | null = null) =>
  waitWords({ reason, until: at }, 'Maya', reader, 'Europe/Berlin');

test.each(waitReasons)('%s is a sentence, with and without an end', (reason) => {
  for (const words of [say(reason), say(reason, until)]) {
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(words).not.toMatch(/MISSING|undefined|\$\d/);
  }
});

test('an end is said where the reason has one that people can plan with', () => {
  expect(say('scheduled', until)).toBe('Scheduled for Thu 09:00 (Berlin).');
  expect(say('daily_limit', until)).toContain('It goes on Thu 09:00 (Berlin).');
  expect(say('undo', until)).not.toContain('Berlin');
});

test('whoever has to act is named', () => {
  expect(say('approval')).toBe('Waits for Maya to read and approve it.');
  expect(say('owner')).toContain('Only Maya can see that');
});
