import { expect, test } from 'vitest';
import type { Terms } from '../../../shared/domain/terms.ts';
import { text } from '../gallery/fake-client.ts';
import { defaultTerms } from './default-terms.ts';
import { termsSentences } from './terms-sentence.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const read = (terms: Partial<Terms>, side: 'acceptor' | 'requestor' = 'acceptor', otherName = 'Ravi Patel') =>
  termsSentences(text, { ...defaultTerms, ...terms }, { side, otherName }, now, 'en-GB').join(' ');

test('the acceptor reads who, how many, until when, and that it can be stopped', () => {
  expect(read({ expiresAt: '2026-03-03T12:00:00.000Z' })).toBe(
    'Ravi may send up to 50 emails a day from your mailbox until 3 March. Emails go out without you reading them first. You see each email that went out; you can stop it at any time.',
  );
});

test('terms without an end say who ends them', () => {
  expect(read({})).toContain('until you stop it.');
  expect(read({}, 'requestor', 'Maya Chen')).toBe(
    'You may send up to 50 emails a day from Maya’s mailbox until either of you stops it. Emails go out without Maya reading them first. Maya sees each email that went out and can stop it at any time.',
  );
});

test('one email a day is one email', () => expect(read({ dailyCap: 1 })).toContain('up to 1 email a day'));

test('domains and approval stand there when there are any', () => {
  const all = read({
    allowedDomains: ['a.test', 'b.test', 'c.test'],
    blockedDomains: ['rival.test'],
    approval: 'every',
  });
  expect(all).toContain('Only to a.test, b.test, and c.test.');
  expect(all).toContain('Never to rival.test.');
  expect(all).toContain('Each email waits for your approval.');
});
