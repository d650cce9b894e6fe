import { expect, it } from 'vitest';
import { maxFieldLength } from '../../../shared/api/batches.ts';
import { isRefusal } from '../../refusal.ts';
import { fillRows, readTemplates, type AskedRow } from './fill-rows.ts';
import { refuseRows } from './refuse-rows.ts';

const templates = (subject: string, html: string) => {
  const read = readTemplates({ subject, html });
  if (isRefusal(read)) throw new Error(read.message);
  return read;
};
const fill = (...given: Parameters<typeof fillRows>) => {
  const rows = fillRows(...given);
  if (isRefusal(rows)) throw new Error(rows.message);
  return rows;
};
const filled = (row: Partial<AskedRow>, subject = 'For {{name}}', html = '<p>{{name}} {{city}}</p>') => {
  const asked = { email: 'jonas@candidate.test', name: 'Jonas', fields: { city: 'Berlin' }, ...row };
  return fill(templates(subject, html), [asked])[0]!;
};
const problems = (...given: Parameters<typeof filled>) =>
  filled(...given).problems.map(({ kind, field }) => (field === undefined ? kind : `${kind} ${field}`));

it('fills from the row’s own fields, and name and address from the row itself', () => {
  const html = '<p>{{name}} {{email}} {{city}}</p>';
  expect(filled({ name: ' Jonas  Weber ' }, 'For {{name}}', html)).toMatchObject({
    ...{ subject: 'For Jonas  Weber', name: 'Jonas  Weber', problems: [] },
    html: '<p>Jonas&#32;&#32;Weber jonas@candidate.test Berlin</p>',
  });
  const own = { fields: { name: 'J', email: 'j', city: 'B' } };
  expect(filled(own, 'For {{name}}', html)).toMatchObject({ subject: 'For J', html: '<p>J j B</p>' });
});

it.each([
  ['missing', {}],
  ['empty', { city: '' }],
  ['only space', { city: ' \t\n\u00a0' }],
] as const)(
  'a field whose value is %s is unfilled, and shown as it stands in the template',
  (_what, fields) => {
    const row = filled({ fields });
    expect(row.problems).toEqual([{ kind: 'unfilled', field: 'city' }]);
    expect(row.html).toBe('<p>Jonas {{city}}</p>');
  },
);

it('what every object has by birth fills nothing', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf']) {
    expect(problems({}, 'Hi', `<p>{{${name}}}</p>`)).toEqual([`unfilled ${name}`]);
    expect(
      problems({ fields: JSON.parse(`{"${name}":"x","city":"y"}`) }, 'Hi', `<p>{{${name}}}</p>`),
    ).toEqual([]);
  }
});

it.each([
  ['a name of several words that no row can have', 'Hi', '<p>{{first name!}}</p>', 'unfilled first name!'],
  ['no name', 'Hi', '<p>{{}} {{ }}</p>', 'unfilled '],
] as const)('%s stays unfilled', (_what, subject, html, problem) => {
  expect(problems({}, subject, html)).toEqual([problem]);
});

it.each([
  ['subject', 'Hi {{name', '<p>x</p>'],
  ['html', 'Hi', '<p>Hi {{name,</p>'],
  ['html', 'Hi', '<p>Hi {{{name}}}</p>'],
  ['html', 'Hi', '<p>Hi name}}</p>'],
  ['html', 'Hi', '<script>{{name}}</script>'],
  ['html', 'Hi', `<p>${'{{a}}'.repeat(1001)}</p>`],
] as const)(
  'a template with braces that are no field, or with nothing to say, is none: %s %s %s',
  (part, subject, html) => {
    const refused = readTemplates({ subject, html });
    expect(refused).toMatchObject({
      refused: 'invalid_request',
      message: expect.stringMatching(`^${part}: `),
    });
  },
);

it('braces of a style sheet are nobody’s fields', () => {
  expect(templates('Hi', '<style>@media x{p{color:red}}</style><p>{{name}}</p>').fields).toEqual(['name']);
});

it.each([
  ['a line break in the subject', { fields: { city: 'a\r\nBcc: x@y.test' } }, 'Hi {{city}}', '<p>x</p>'],
  ['a bidi control in the subject', { fields: { city: 'a\u202eb' } }, 'Hi {{city}}', '<p>x</p>'],
  ['an encoded word in the subject', { fields: { city: '=?utf-8?q?x?=' } }, 'Hi {{city}}', '<p>x</p>'],
  ['an encoded word made of two parts', { fields: { city: '=?utf-8' } }, '{{city}}?q?=0D=0A?=', '<p>x</p>'],
  ['a subject that grows too long', { fields: { city: 'x'.repeat(499) } }, 'Hi {{city}}', '<p>x</p>'],
  ['a NUL in the body', { fields: { city: 'a\u0000b' } }, 'Hi', '<p>{{city}}</p>'],
  ['half a character in the body', { fields: { city: 'a\ud83d' } }, 'Hi', '<p>{{city}}</p>'],
  [
    'half a character in a link',
    { fields: { city: 'a\ud83d' } },
    'Hi',
    '<a href="https://a.test/{{city}}">x</a>',
  ],
  ['a link that leads nowhere', { fields: { city: 'www.acme.test' } }, 'Hi', '<a href="{{city}}">x</a>'],
  ['a link that runs', { fields: { city: 'javascript:alert(1)' } }, 'Hi', '<a href="{{city}}">x</a>'],
  ['an image by http', { fields: { city: 'http://a.test/x.png' } }, 'Hi', 'x<img src="{{city}}">'],
  ['a value too long', { fields: { city: 'x'.repeat(maxFieldLength + 1) } }, 'Hi', '<p>{{city}}</p>'],
] as const)('%s can’t stand there', (_what, row, subject, html) => {
  expect(problems(row, subject, html)).toEqual(['invalid_field city']);
});

it('line breaks and tabs in a value for the body are fine, and so is a whole address for a link', () => {
  expect(problems({ fields: { city: 'a\r\nb\tc' } })).toEqual([]);
  expect(problems({ fields: { city: 'https://acme.test/x' } }, 'Hi', '<a href="{{city}}">x</a>')).toEqual([]);
  expect(problems({ fields: { city: 'mailto:x@acme.test' } }, 'Hi', '<a href="{{city}}">x</a>')).toEqual([]);
});

it('more fields than a row may have, and names that are none, are said', () => {
  const many = Object.fromEntries([...Array(51).keys()].map((i) => [`f${i}`, 'x']));
  expect(problems({ fields: many }, 'Hi', '<p>x</p>')).toEqual(['invalid_field f50']);
  expect(problems({ fields: { 'a{{b': 'x' } }, 'Hi', '<p>x</p>')).toEqual(['invalid_field a{{b']);
});

it('rows to one person are told from rows to others, however the address is written', () => {
  const row = (email: string) => ({ email, name: 'x', fields: {} });
  const rows = ['a@x.test', 'b@x.test', 'A@X.TEST', 'nobody', 'a@x.test'].map(row);
  const judged = fill(templates('Hi', '<p>Hi</p>'), rows);
  expect(judged.map((one) => one.problems)).toEqual([
    ...[[], [], [{ kind: 'duplicate', row: 0 }], [{ kind: 'invalid_address' }]],
    [{ kind: 'duplicate', row: 0 }],
  ]);
  const refused = refuseRows(judged);
  expect(refused?.message).toContain(
    'row 3: the same recipient as row 1; row 4: not one plain email address',
  );
  expect(refuseRows(judged.slice(0, 2))).toBeNull();
});

it('a refusal of a thousand rows is short, and quotes no value', () => {
  const secret = 'Quagga';
  const rows = [...Array(1000).keys()].map((i) => ({
    email: `${secret} ${i}`,
    name: `${secret}\n`,
    fields: {},
  }));
  const { message } = refuseRows(fill(templates('Hi {{name}}', '<p>{{city}}</p>'), rows))!;
  expect(message.length).toBeLessThan(1000);
  expect(message).toContain('990 more');
  expect(message).not.toContain(secret);
});

it('a request that asks for more than a batch may hold is refused before all of it is made', () => {
  const template = templates('Hi', `<p>${'{{city}}'.repeat(1000)}</p>`);
  const asked = { name: 'x', fields: { city: '<'.repeat(maxFieldLength) } };
  const rows = [...Array(30).keys()].map((i) => ({ ...asked, email: `a${i}@x.test` }));
  const before = process.memoryUsage().heapUsed;
  expect(fillRows(template, rows)).toMatchObject({ refused: 'too_large' });
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(150_000_000);
});
