import { expect, it } from 'vitest';
import { defaultPolicy } from '../../../shared/domain/tracking-policy.ts';
import type { Send, SendDetail } from '../../../shared/api/sends.ts';
import { openerFor } from '../../store/testing/engines.ts';
import { findTrackedSend } from '../../store/tracked-sends.ts';
import { writePolicy } from '../../store/workspaces.ts';
import { createHttpWorld } from '../../testing/http-world.ts';
import { sharedGoogle } from '../../testing/world.ts';

const shared = sharedGoogle();
const open = openerFor('sqlite');

type SceneOptions = { unsubscribeLine: boolean; publicUrl?: string };

async function scene({ unsubscribeLine, publicUrl = 'https://behalf.test' }: SceneOptions) {
  const http = await createHttpWorld(await open(), shared.google, { publicUrl });
  const [maya, ravi] = [await http.enter('maya@acme.test'), await http.enter('ravi@acme.test')];
  const from = { grantId: (await maya.give(ravi)).body.id };
  await http.store.tx((q) => writePolicy(q, ravi.workspaceId, { ...defaultPolicy, unsubscribeLine }));
  const readSent = async (email: string, { id }: { id: string }) =>
    (await shared.google.mailbox(email)).find(({ header }) => header['x-behalf-id'] === id)!;
  return { http, maya, ravi, from, own: { mailboxId: ravi.mailboxId }, readSent };
}

it('stands in every email on behalf of somebody and of every batch, and in no letter of one’s own', async () => {
  const { http, ravi, from, own, readSent } = await scene({ unsubscribeLine: false });
  const delegated = (await ravi.submit({ from })).body;
  const letter = (await ravi.submit({ from: own })).body;
  const batch = (await ravi.submitBatch({ from: own })).body;
  await http.dispatchAll();
  const mails = (await ravi.get<{ items: Send[] }>(`/v1/sends?batch=${batch.id}`)).body.items;
  expect(mails).toHaveLength(3);
  const marked = [await readSent('maya@acme.test', delegated)];
  for (const mail of mails) marked.push(await readSent('ravi@acme.test', mail));
  const urls = marked.map(({ header }) => /^<(\S+)>$/.exec(header['list-unsubscribe']!)![1]!);
  expect(new Set(urls).size).toBe(4);
  for (const { header, html, text } of marked) {
    expect(header['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    expect(`${html} ${text}`).not.toContain('/u/');
  }
  const plain = await readSent('ravi@acme.test', letter);
  expect(Object.keys(plain.header).filter((name) => name.startsWith('list-'))).toEqual([]);
  for (const [i, url] of urls.entries()) {
    const { pathname } = new URL(url);
    const id = [delegated, ...mails][i]!.id;
    expect(await http.recipientTokens.read(pathname.slice('/u/'.length))).toEqual({
      sendId: id,
      purpose: 'unsubscribe',
    });
  }
});

it('stands in a letter of one’s own, too, when it is seen what becomes of it: its reader can end that', async () => {
  const { http, ravi, own, readSent } = await scene({ unsubscribeLine: false });
  const asking = { from: own, track: { opens: true, clicks: false } };
  const seen = (await ravi.submit({ ...asking, to: { email: 'kim@candidate.us' } })).body;
  const notSeen = (await ravi.submit({ ...asking, to: { email: 'kim@candidate.de' } })).body;
  await http.dispatchAll();
  const [url] = /https:[^>]+/.exec((await readSent('ravi@acme.test', seen)).header['list-unsubscribe']!)!;
  expect((await readSent('ravi@acme.test', notSeen)).header['list-unsubscribe']).toBeUndefined();
  await http.call('POST', new URL(url).pathname);
  expect((await findTrackedSend(http.store.read, seen.id))!.silencedAt).toBe(http.clock());
});

it('is a last line of HTML and text too where the workspace wants one, and nobody is shown it as their words', async () => {
  const { http, maya, ravi, from, own, readSent } = await scene({ unsubscribeLine: true });
  const html = '<p>Hello <b>Jonas</b></p>';
  const delegated = (await ravi.submit({ from, html, text: 'Hello Jonas' })).body;
  const letter = (await ravi.submit({ from: own, html })).body;
  await http.dispatchAll();
  for (const [email, send] of [
    ['maya@acme.test', delegated],
    ['ravi@acme.test', letter],
  ] as const) {
    const mail = await readSent(email, send);
    const url = /^<(\S+)>$/.exec(mail.header['list-unsubscribe']!)![1]!;
    expect(mail.html!.startsWith(html)).toBe(true);
    const line = `<p><a href="${url}">Don’t want emails like this? Ask not to be written to again</a></p>`;
    expect(mail.html!.trim().endsWith(line), mail.html).toBe(true);
    expect(mail.text!.trim().split('\n').at(-1)).toBe(
      `Don’t want emails like this? Ask not to be written to again: ${url}`,
    );
  }
  // What it was written with is shown, not what has been decided since.
  await http.store.tx((q) => writePolicy(q, ravi.workspaceId, defaultPolicy));
  const shown = (await maya.get<SendDetail>(`/v1/sends/${delegated.id}`)).body;
  expect(shown).toMatchObject({ html, text: 'Hello Jonas', unsubscribeLine: true });
});

it('promises one click only where the link is https, as RFC 8058 wants it; the link stands there all the same', async () => {
  for (const [publicUrl, post] of [
    ['https://behalf.test', 'List-Unsubscribe=One-Click'],
    ['http://behalf.test', undefined],
  ] as const) {
    const { http, ravi, from, readSent } = await scene({ unsubscribeLine: false, publicUrl });
    const sent = (await ravi.submit({ from })).body;
    await http.dispatchAll();
    const { header } = await readSent('maya@acme.test', sent);
    expect(header['list-unsubscribe']).toMatch(new RegExp(`^<${publicUrl}/u/[\\w-]{44}>$`));
    expect(header['list-unsubscribe-post']).toBe(post);
  }
});
