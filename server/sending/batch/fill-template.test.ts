import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sanitiseHtml } from '../../mail/sanitise-html.ts';
import {
  fieldsOf,
  fillHtml,
  fillLine,
  hasStrayBraces,
  readHtmlTemplate,
  readLineTemplate,
  standIn,
} from './fill-template.ts';

const filled = (html: string, value: string): string =>
  sanitiseHtml(fillHtml(readHtmlTemplate(html), () => value));
const hostile = [
  ...['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '</p></div>'],
  ...['javascript:alert(1)', 'x onclick=alert(1)', '<!--', '-->', ']]>', '&lt;b&gt;', '&#60;script&#62;'],
  ...['{{name}}', '{{', '}}', '$&', '$1', '\\', '`', 'a=b', 'https://evil.example/"onclick="x'],
];

describe('a field', () => {
  it('is found by its name, once, whatever an editor did inside of the braces', () => {
    const html =
      '<p>{{name}} {{ name }} {{first&nbsp;name}} {{<b>first</b> name}} {{Straße}}</p><a href="{{link}}">x</a>';
    expect(fieldsOf(readHtmlTemplate(html))).toEqual(['name', 'first name', 'Straße', 'link']);
    expect(fieldsOf(readLineTemplate('Hi {{name}}, {{ x-1 }}'), readLineTemplate('{{name}}'))).toEqual([
      ...['name', 'x-1'],
    ]);
  });

  it.each([
    ...['Hi {{name', 'Hi name}}', 'Hi {{{name}}}', '{{ {{name}} }}', 'Hi {{name}}}', 'Hi {{{{name}}}}'],
    ...[`{{${'x'.repeat(201)}}}`, '{{a{b}}'],
  ])('that is none is noticed: %s', (html) => {
    expect(hasStrayBraces(fillHtml(readHtmlTemplate(html), () => standIn))).toBe(true);
  });

  it.each(['Hi {{name}}', 'Hi { {{name}} }', 'a {b} c', 'function(){}', '{ }', '{{a}}{{b}}'])(
    'and nothing else is: %s',
    (html) => {
      expect(hasStrayBraces(fillHtml(readHtmlTemplate(html), () => standIn))).toBe(false);
    },
  );
});

describe('a value', () => {
  it('is text where text is, whatever it looks like', () => {
    for (const value of hostile) {
      const html = filled('<p>Hi <b>{{name}}</b>!</p>', value);
      expect(html).toBe(
        `<p>Hi <b>${sanitiseHtml(value.replace(/&/g, '&amp;').replace(/</g, '&lt;'))}</b>!</p>`,
      );
    }
  });

  it('with braces is not filled again', () => {
    const template = readHtmlTemplate('<p>{{a}} {{b}}</p>');
    const values: Record<string, string> = { a: '{{b}}', b: '{{a}} }}{{' };
    expect(sanitiseHtml(fillHtml(template, (name) => values[name]!))).toBe('<p>{{b}} {{a}} }}{{</p>');
    expect(fillLine(readLineTemplate('{{a}} {{b}}'), (name) => values[name]!)).toBe('{{b}} {{a}} }}{{');
  });

  it.each([
    ...[
      '<p title="{{x}}">t</p>',
      "<p title='{{x}}'>t</p>",
      '<p title={{x}}>t</p>',
      '<p style="color:{{x}}">t</p>',
    ],
    ...['<a href="{{x}}">t</a>', '<a href={{x}}>t</a>', "<a href='https://a.example/?q={{x}}'>t</a>"],
    ...[
      '<img src="{{x}}" alt="{{x}}">',
      '<{{x}}>t',
      '<p {{x}}>t</p>',
      '<!-- {{x}} -->t',
      '<style>{{x}}</style>t',
    ],
    '<a href="https://a.example/">{{x}}</a>',
  ])('never ends what it stands in: %s', (html) => {
    for (const value of hostile) {
      const clean = filled(html, value);
      const tags = [...clean.matchAll(/<(\/?[a-z0-9]+)((?:\s+[a-z-]+="[^"]*")*)\s*\/?>/g)];
      expect(clean.replace(/<(\/?[a-z0-9]+)((?:\s+[a-z-]+="[^"]*")*)\s*\/?>/g, ''), clean).not.toMatch(
        /[<>]/,
      );
      expect(
        tags.every(([, tag]) => ['p', '/p', 'a', '/a', 'img', 'b', '/b'].includes(tag!)),
        clean,
      ).toBe(true);
      const names = tags.map(([, , attributes]) => attributes!.replace(/="[^"]*"/g, '=')).join(' ');
      expect(names).not.toMatch(/(^|\s)on[a-z]+=/);
      for (const [, , attributes] of tags)
        expect(/href="(?!https?:|mailto:|tel:|#)/.test(attributes!), clean).toBe(false);
      expect(clean).toMatch(/t$|>$|^$/);
    }
  });

  it('within an address stays the part it is: no other host, no further parameter', () => {
    const href = (html: string, value: string) => /href="([^"]*)"/.exec(filled(html, value))?.[1];
    const query = '<a href="https://acme.test/?q={{x}}&amp;safe=1">t</a>';
    expect(href(query, 'Jo & Co&admin=1#top')).toBe(
      'https://acme.test/?q=Jo%20%26%20Co%26admin%3D1%23top&amp;safe=1',
    );
    expect(href('<a href="https://acme.test{{x}}">t</a>', '@evil.example')).toBe(
      'https://acme.test%40evil.example',
    );
    expect(href('<a href="{{x}}">t</a>', 'https://acme.test/a?b=c&d=e')).toBe(
      'https://acme.test/a?b=c&amp;d=e',
    );
    expect(href('<a href="{{x}}">t</a>', 'javascript:alert(1)')).toBeUndefined();
  });

  it('comes out as it went in, for any text', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !/[\r\u0000\f]/.test(value));
    fc.assert(
      fc.property(text, (value) => {
        const html = filled('<p>{{x}}</p>', value);
        const inner = /^<p>([^]*)<\/p>$/.exec(html)![1]!;
        const read = inner
          .replace(/&lt;/g, '<')
          .replace(/&gt;/g, '>')
          .replace(/&quot;/g, '"')
          .replace(/&amp;/g, '&');
        expect(read).toBe(value);
      }),
      { numRuns: 500 },
    );
  });
});
