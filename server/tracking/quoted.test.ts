import { expect, test } from 'vitest';
import { isTrackingMark } from '../mail/tracking-marks.ts';
import { openBody } from '../sending/content.ts';
import { eraseSends } from '../store/erase.ts';
import { findTrackedSend } from '../store/tracked-sends.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { allowed, createWorld, sharedGoogle } from '../testing/world.ts';
import { findHtmlLinks } from './find-links.ts';

const shared = sharedGoogle();
const written = '<p>See <a href="https://jobs.example/1?a=1&amp;b=&quot;2">the role</a></p>';
const address = 'https://jobs.example/1?a=1&b="2';
const all = { opens: true, clicks: true };

eachEngine((_engine, open) => {
  const scene = async () => {
    const world = createWorld(await open(), shared.google);
    const [ravi, maya] = [await world.join('ravi@acme.test'), await world.join('maya@acme.test')];
    const from = { grantId: (await world.grant(maya, ravi)).id };
    const send = async (email: Omit<Parameters<typeof world.submit>[1], 'from'>) => {
      const row = allowed(await world.submit(ravi, { from, ...email }));
      await world.dispatchAll();
      return { row, ...(await shared.google.mailbox('maya@acme.test')).at(-1)! };
    };
    const seen = await send({ html: written, to: { email: 'jonas@candidate.us' }, track: all });
    // As a mail program of a server reached by https shows it, images being left out of anything else.
    const quoted = `<blockquote>${seen.html!.replaceAll('src="http:', 'src="https:')}</blockquote>`;
    return { world, ravi, send, seen, quoted };
  };
  const hrefsOf = (html: string) => findHtmlLinks(html).map(({ href }) => href);

  test('who quotes an email that is seen takes neither its pixel nor its hidden link along, and no link through us', async () => {
    const { world, send, seen, quoted } = await scene();
    expect([quoted.includes('/o/'), hrefsOf(quoted).length]).toEqual([true, 2]);
    const to = { email: 'jonas@candidate.de' };
    const again = await send({ html: `<p>Again</p>${quoted}`, text: seen.text!, to, track: all });
    const stored = openBody(world.vault, again.row);
    expect(stored.html, 'what is stored and approved is without it').not.toMatch(/<img|\/o\/|\/c\/A___/);
    expect(await findTrackedSend(world.store.read, again.row.id)).toBeNull();
    expect(again.html! + again.text!).not.toMatch(/\/[oc]\//);
    expect(hrefsOf(again.html!)[0]).toBe(address);
    expect(seen.text).toContain('/c/');
    expect(again.text).toContain(address);
  });

  test('a quoted link is put back whichever way its address is written', async () => {
    const { send, quoted } = await scene();
    const link = new URL(hrefsOf(quoted)[0]!);
    const token = link.pathname.slice('/c/'.length);
    const base = link.origin.toUpperCase().replace('HTTP:', 'http:');
    const ways = [
      `${link.href}?x=1`,
      `${link.href}#there`,
      `${link.origin}/x/../c/${token}`,
      `${link.origin}/c/%${token.charCodeAt(0).toString(16)}${token.slice(1)}`,
      `${base}/c/${token}`,
    ];
    const html = ways.map((href) => `<a href="${href}">x</a>`).join('');
    const to = { email: 'jonas@candidate.de' };
    const { html: sent } = await send({ html, to });
    expect(hrefsOf(sent!).slice(0, ways.length)).toEqual(ways.map(() => address));
  });

  test('a quoted link that leads nowhere any more, or never was ours, stays as it was written', async () => {
    const { world, ravi, send, quoted } = await scene();
    const [link] = hrefsOf(quoted);
    const other = `https://other.example${new URL(link!).pathname}`;
    const forged = link!.replace(/..$/, (end) => (end === 'AA' ? 'BB' : 'AA'));
    const html = [link, other, forged].map((href) => `<a href="${href}">x</a>`).join('');
    expect(hrefsOf((await send({ html })).html!).slice(0, 3)).toEqual([address, other, forged]);
    await world.store.tx((q) => eraseSends(q, ravi.memberId, world.clock()));
    expect(hrefsOf((await send({ html })).html!).slice(0, 3)).toEqual([link, other, forged]);
  });
});

test('a pixel is one however a mail program writes it, and no other picture is', () => {
  const token = 'AQGSAAAAcAAAgAAAAAAAAAAAAAAAAAAAAAAAAAAAAA-_'.padEnd(44, 'x').slice(0, 44);
  const is = (src: string) => isTrackingMark('img', { src }, '');
  for (const src of [
    `https://b.example/o/${token}.gif`,
    ` HTTPS://b.example/a/../o/${token}.gif?x=1`,
    `https://b.example/o/${token}%2Egif`,
    `https://ci3.googleusercontent.com/meips/AB=s0-d-e1-ft#https://b.example/o/${token}.gif`,
    `https://proxy.example/?u=https%3A%2F%2Fb.example%2Fo%2F${token}.gif`,
  ])
    expect(is(src), src).toBe(true);
  for (const src of [
    `https://b.example/o/${token}x.gif`,
    `https://b.example/o/${token.slice(1)}.gif`,
    `https://b.example/o/${token}.png`,
    'https://b.example/o/logo.gif',
    '%E0%A4%A',
  ])
    expect(is(src), src).toBe(false);
  expect(isTrackingMark('a', { href: `https://b.example/c/A___${'x'.repeat(43)}` }, 'words')).toBe(false);
});
