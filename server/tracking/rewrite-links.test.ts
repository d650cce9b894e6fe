import { describe, expect, test } from 'vitest';
import { sanitiseHtml } from '../mail/sanitise-html.ts';
import { textFromHtml } from '../mail/text-from-html.ts';
import { locationOf } from './location.ts';
import { canaryLink, listLinks, rewriteLinks } from './rewrite-links.ts';

const at = (i: number) => `https://b.example/c/T${i}`;

/** An email as it is stored, rewritten with every link numbered. */
function rewrite(html: string, text?: string) {
  const body = { html: sanitiseHtml(html), text: text ?? textFromHtml(sanitiseHtml(html)) };
  const links = listLinks(body);
  const urls = new Map(links.map((href, i) => [href, at(i)]));
  return { links, body, ...rewriteLinks(body, { urls, pixel: null, canary: null }) };
}

describe('which links are followed', () => {
  test.each([
    ['a mail address', '<a href="mailto:maya@acme.test?subject=https://x.example">write</a>'],
    ['a telephone number', '<a href="tel:+4930123">call</a>'],
    ['a place in the page', '<p><a name="top"></a><a href="#top">up</a></p>'],
    ['an unsubscribe link by its address', '<a href="https://ats.example/Unsubscribe?id=1">stop</a>'],
    ['an unsubscribe link by its query', '<a href="https://ats.example/p?action=opt-out">stop</a>'],
    ['an unsubscribe link by its words', '<a href="https://ats.example/x9">Hier <b>abmelden</b></a>'],
    [
      'our own link in what is quoted',
      `<a href="https://other.example/c/${'A'.repeat(47)}">quoted</a><a href="https://b.example/u/${'A'.repeat(44)}">x</a>`,
    ],
    ['an address that is none', '<a href="https://">x</a>'],
  ])('not %s, in HTML and in text', (_what, html) => {
    const { links, body, html: rewritten, text } = rewrite(`<p>Hello</p>${html}`);
    expect(links).toEqual([]);
    expect({ html: rewritten, text }).toEqual(body);
  });

  test('each address once, those of the HTML first, then what only the text has', () => {
    const html =
      '<a href="https://a.example/1">one</a> <a href="https://a.example/2">two</a> <a href="https://a.example/1">again</a>';
    expect(rewrite(html, 'See https://a.example/2 and http://a.example/3.').links).toEqual([
      'https://a.example/1',
      'https://a.example/2',
      'http://a.example/3',
    ]);
  });
});

describe('what becomes of an email', () => {
  test('HTML and text lead through the same links, and nothing else of them changes', () => {
    const { html, text } = rewrite(
      '<p style="color:red">Hi Zoë &amp; co, <a title="x" href="https://jobs.example/1?a=1&amp;b=2">the role</a>&nbsp;— 5 &lt; 6</p>',
    );
    expect(html).toBe(
      `<p style="color:red">Hi Zoë &amp; co, <a title="x" href="${at(0)}">the role</a>\u00a0— 5 &lt; 6</p>`,
    );
    expect(text).toContain(`the role (${at(0)})`);
  });

  test('a link that shows its address still shows it', () => {
    const { html } = rewrite('<a href="https://jobs.example/1">https://jobs.example/1</a>');
    expect(html).toBe(`<a href="${at(0)}">https://jobs.example/1</a>`);
  });

  test('a sentence around an address in text stays as it is', () => {
    const { text, links } = rewrite(
      '<p>x</p>',
      'Look (https://a.example/x_(y)), then <https://a.example/z>; "https://a.example/q?x=1".\nhttps://a.example/end!',
    );
    expect(links).toEqual([
      'https://a.example/x_(y)',
      'https://a.example/z',
      'https://a.example/q?x=1',
      'https://a.example/end',
    ]);
    expect(text).toBe(`Look (${at(0)}), then <${at(1)}>; "${at(2)}".\n${at(3)}!`);
  });

  test('words that follow an address without a space stay in the text', () => {
    const link = 'https://a.example/1';
    for (const written of [`“${link}”`, `Schau ${link}…`, `看 ${link}。`, `See ${link}\u200b`])
      expect(rewrite('<p>x</p>', written).text).toBe(written.replace(link, at(0)));
    for (const written of [
      ...[`链接： ${link}。谢谢您，再见`, `链接 ${link}谢谢`, `See ${link}—call me`, `See ${link}…and more`],
      'https://a.example/Schrödinger–Newton_equation',
    ])
      expect(rewrite('<p>x</p>', written)).toMatchObject({ links: [], text: written });
  });

  test('quotes, spaces and entities around an address are read as a browser reads them', () => {
    const cases: [string, string][] = [
      [`<a href='https://a.example/1'>x</a>`, `<a href='${at(0)}'>x</a>`],
      [
        `<a href${' '.repeat(200)}= "https://a.example/1">x</a>`,
        `<a href${' '.repeat(200)}= "${at(0)}">x</a>`,
      ],
      [`<a href=https://a.example/1>x</a>`, `<a href=${at(0)}>x</a>`],
      [
        `<A title="<a href=no>" HREF = "https://a.example/1">x</A>`,
        `<A title="<a href=no>" HREF = "${at(0)}">x</A>`,
      ],
      [
        `<a href="https://a.example/1" href="https://evil.example">x</a>`,
        `<a href="${at(0)}" href="https://evil.example">x</a>`,
      ],
      [
        `<!-- <a href="https://a.example/1"> --><a href="https&#58;//a.example/1">x</a>`,
        `<!-- <a href="https://a.example/1"> --><a href="${at(0)}">x</a>`,
      ],
    ];
    for (const [html, expected] of cases) {
      const urls = new Map([['https://a.example/1', at(0)]]);
      const body = { html, text: '' };
      expect(listLinks(body), html).toEqual(['https://a.example/1']);
      expect(rewriteLinks(body, { urls, pixel: null, canary: null }).html).toBe(expected);
    }
  });

  test('pixel and hidden link stand at the end, where nobody sees, hears or reaches them', () => {
    const { html, text } = rewriteLinks(
      { html: '<p>Hello</p>', text: 'Hello' },
      { urls: new Map(), pixel: 'https://b.example/o/P.gif', canary: at(canaryLink) },
    );
    expect(html).toBe(
      `<p>Hello</p><a href="${at(canaryLink)}" tabindex="-1" aria-hidden="true" style="display:none"></a>` +
        '<img src="https://b.example/o/P.gif" width="1" height="1" alt="">',
    );
    expect(text).toBe('Hello');
  });

  test('a long body made to be slow ends: what took the square of its length would take minutes', () => {
    const html = '<a href="https://a.example/1">x</a>'.repeat(10_000);
    expect(listLinks({ html, text: 'https://a.example/)))))))'.repeat(5_000) }).length).toBeGreaterThan(0);
    listLinks({ html: `<a href${' '.repeat(300_000)}="https://a.example">`, text: '' });
    for (const letter of ['.', '(', ' ', '"', 'https://'])
      listLinks({ html: '', text: `https://a.example/${letter.repeat(50_000)}x` });
  });
});

describe('where a redirect leads', () => {
  test.each([
    'https://jobs.example/a%20b%2Fc?x=%C3%BC&y=a+b&&z=%zz#frag%23',
    'HTTPS://Jobs.Example:443/../up?q=a,b;c|d{e}^f`g"h',
    'http://user@host.example/?redirect=https%3A%2F%2Fx.example%2F%3Fa%3D1%26b%3D2',
  ])('to exactly what stood in the email: %s', (href) => {
    const html = `<a href="${href.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">x</a>`;
    const [found] = rewrite(html).links;
    expect(locationOf(found!)).toBe(href);
  });

  test('to what a browser would ask for, where a header can’t hold what stood there', () => {
    expect(locationOf('https://bücher.example/straße?q=ü b')).toBe(
      'https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC%20b',
    );
    expect(locationOf('https://a.example/x\r\nSet-Cookie:a=b')).toBe('https://a.example/xSet-Cookie:a=b');
  });
});
