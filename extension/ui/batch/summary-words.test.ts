import { expect, test } from 'vitest';
import type { BatchPreview } from '../../../shared/api/batches.ts';
import { text } from '../gallery/fake-client.ts';
import { maya, myself, sender } from '../gallery/people.ts';
import { problemWords } from './problem-words.ts';
import { summaryWords } from './summary-words.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const reader = { text, language: 'en-GB', now };
const preview: BatchPreview = {
  total: 214,
  sendable: 214,
  fields: [],
  rows: [],
  overCap: 0,
  lastAt: null,
  approval: false,
};
const atOnce = { at: null, zone: 'Europe/Berlin', hours: null };
const say = (change: Partial<BatchPreview>, timing = atOnce as Parameters<typeof summaryWords>[2]) =>
  summaryWords({ ...preview, ...change }, sender(maya, { dailyCap: 50 }), timing, reader).join(' ');

test('what will happen is said before it does', () => {
  expect(say({})).toBe('Sends 214 emails as Maya.');
  expect(say({ overCap: 37, lastAt: '2026-11-25T08:00:00.000Z', approval: true })).toBe(
    'Sends 214 emails as Maya. Maya is asked to approve them first. 37 of them go on a later day, because of the daily limit of 50 for Maya. The last one goes Wed 09:00 (Berlin) at the earliest.',
  );
});

test('one email is one email, and a later beginning is said', () => {
  expect(say({ sendable: 1 }, { ...atOnce, at: '2026-11-26T08:00:00.000Z' })).toBe(
    'Sends 1 email as Maya. It begins Thu 09:00 (Berlin).',
  );
});

test('from one’s own mailbox nobody is named', () => {
  expect(summaryWords(preview, myself, atOnce, reader)).toEqual(['Sends 214 emails from your own mailbox.']);
});

test('who has written to somebody lately is said with when', () => {
  const problem = { kind: 'recent' as const, at: '2026-11-21T12:00:00.000Z', by: 'Tom as Maya' };
  expect(problemWords(problem, reader)).toBe('Tom as Maya wrote to this address 3 days ago.');
  expect(problemWords({ kind: 'duplicate', row: 4 }, reader)).toBe('The same address as in line 5.');
  expect(problemWords({ kind: 'unfilled', field: 'Company' }, reader)).toBe(
    'There is nothing for “Company”.',
  );
});
