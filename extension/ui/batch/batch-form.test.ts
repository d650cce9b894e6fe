import { describe, expect, test } from 'vitest';
import type { Sender } from '../../../shared/api/senders.ts';
import { SubmitBatch } from '../../../shared/api/batches.ts';
import { batchOf, fieldsIn, hasText, rowsOf, withoutRows, type BatchForm } from './batch-form.ts';
import { readTable, type Table } from './read-table.ts';

const grantId = '01900000-0000-7000-8000-000000000010';
const maya = { grantId, mailboxId: 'm' } as Sender;
const table = readTable(
  'Email,First name,Last name,Salary\njane@x.test,Jane,Doe,secret\n"Tom Okafor <tom@x.test>",,,secret',
  (n) => `Column ${n}`,
) as Table;
const form: BatchForm = {
  key: 'key-12345',
  senderId: grantId,
  subject: 'Hello {{First name}}',
  html: '<p>Hi {{ First name }}, {{name}}</p>',
  table,
  timing: { at: null, zone: 'UTC', hours: null },
};

test('fields are found in subject and text, each once', () => {
  expect(fieldsIn('{{a}} {{ b }}', '<p>{{a}} {{<b>First</b>&nbsp;name}} {{}</p>')).toEqual([
    'a',
    'b',
    'First name',
  ]);
});

describe('the rows', () => {
  test('carry what the text makes use of, and nothing else that is known of a person', () => {
    const rows = rowsOf(table, ['First name', 'name']);
    expect(rows).toEqual([
      { email: 'jane@x.test', name: 'Jane Doe', fields: { 'First name': 'Jane' } },
      { email: 'tom@x.test', name: 'Tom Okafor', fields: { 'First name': '' } },
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret');
  });

  test('are what the server accepts', () => {
    expect(SubmitBatch.safeParse(batchOf(form, [maya])).success).toBe(true);
  });

  test('can be taken out by their numbers', () => {
    expect(withoutRows(table, new Set([0])).rows.map(([email]) => email)).toEqual([
      'Tom Okafor <tom@x.test>',
    ]);
  });
});

test.each([
  ['a sender', { senderId: null }],
  ['one that is still there', { senderId: 'gone' }],
  ['a subject', { subject: ' ' }],
  ['a text', { html: '<p><br>&nbsp;</p>' }],
  ['recipients', { table: null }],
  ['a column with their addresses', { table: { ...table, emailColumn: -1 } }],
])('nothing is asked of the server without %s', (_what, change) => {
  expect(batchOf({ ...form, ...change }, [maya])).toBeNull();
});

test('a picture alone is a text too', () => {
  expect(hasText('<p><img src="https://x.test/a.png"></p>')).toBe(true);
});
