import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isRefusal } from '../../refusal.ts';
import { bodyOf } from '../content.ts';
import { cleanOnce } from './clean-once.ts';
import { fillHtml, readHtmlTemplate } from './fill-template.ts';

const value = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.constantFrom(
    '<script>x</script>',
    '&amp;',
    '&lt;b&gt;',
    'a\r\n\tb',
    '{{name}}',
    '"\'`=',
    '\u00a0x',
    '</p><p>',
    '$&',
  ),
);
const clean = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\u200b]/g, '').trim() || 'x';
const piece = fc.constantFrom(
  ...[
    '<p>',
    '</p>',
    '<b>',
    '</b>',
    '<div style="color:red">',
    '</div>',
    '<br>',
    ' ',
    'Hello',
    '&amp;',
    ' \n ',
  ],
  ...['{{a}}', '{{b}}', '{{a}}', '<h2>', '</h2>', '<ul><li>', '</li></ul>', '<blockquote>', '</blockquote>'],
  ...['<a href="https://acme.test/">', '</a>', '<script>', '</script>', '<!-- ', ' -->', '<img src="{{a}}">'],
  ...[
    '<a href="{{b}}">',
    '<p title="{{a}}">',
    '<td>',
    '<table><tr>',
    '</tr></table>',
    '<pre>',
    '</pre>',
    '<style>',
  ],
);

it('says the same as cleaning each email by itself, for any template it takes and any values', () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), value, value, (pieces, a, b) => {
      const template = readHtmlTemplate(pieces.join(''));
      const valueOf = (name: string) => clean(name === 'a' ? a : b);
      const one = bodyOf({ html: fillHtml(template, valueOf) });
      const made = cleanOnce(template)?.(valueOf);
      if (made === undefined || isRefusal(one)) return;
      taken += 1;
      expect(made).toEqual(one);
    }),
    { numRuns: 1000 },
  );
  expect(taken).toBeGreaterThan(50);
});

it.each([
  ...[
    '<a href="{{x}}">t</a>',
    '<img src="{{x}}" alt="t">',
    '<p title="{{x}}">t</p>',
    '<p style="color:{{x}}">t</p>',
  ],
  ...['<!-- {{x}} -->t', '<style>{{x}}</style>t', '<p>{{x}}</p><a href="https://a.test/?q={{x}}">t</a>'],
  ...[
    '<a href="https://a.test/">{{x}}</a>',
    '<pre>{{x}}</pre>',
    '<p {{x}}>t</p>',
    '<p>\ue0001\ue001 {{x}}</p>',
  ],
])('leaves to be cleaned each by itself: %s', (html) => {
  expect(cleanOnce(readHtmlTemplate(html))).toBeNull();
});

it('takes an ordinary template, with links beside its fields', () => {
  const html = '<p>Hi {{x}}, <a href="https://a.test/">here</a> it is, {{x}}.</p><pre>code</pre>';
  const made = cleanOnce(readHtmlTemplate(html))!(() => 'A & B');
  expect(made.html).toBe(html.replaceAll('{{x}}', 'A &amp; B'));
  expect(made.text).toBe('Hi A & B, here (https://a.test/) it is, A & B.\n\ncode');
});
