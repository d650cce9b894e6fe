import type { Sealer } from '../mail/sealed-mail.ts';
import type { Store } from '../store/store.ts';
import { readSealedLinks } from '../store/tracked-sends.ts';
import { findHtmlLinks, findTextLinks } from './find-links.ts';
import type { RecipientTokens } from './recipient-token.ts';
import { replaceLinks } from './rewrite-links.ts';
import { openLinks } from './track-sends.ts';

export type PutBackDeps = {
  store: Store;
  vault: Sealer;
  recipientTokens: RecipientTokens;
  /** Where mail programs reach this server, without a trailing slash. */
  publicUrl: string;
};

type Body = { html: string; text: string };

/**
 * Puts links that lead through this server, as they stand in the quotation of an earlier email, back to where they lead:
 * a click on one would else count for that email, whoever's it is. What was erased, and what is none of ours, stays as
 * it was written. The database is asked once, and only for a body that has some.
 */
export async function putBackLinks(
  { store, vault, recipientTokens, publicUrl }: PutBackDeps,
  body: Body,
): Promise<Body> {
  const begin = `${publicUrl}/c/`;
  if (!body.html.includes(begin) && !body.text.includes(begin)) return body;
  const [inHtml, inText] = [findHtmlLinks(body.html), findTextLinks(body.text)];
  const hrefs = new Set([...inHtml, ...inText].map(({ href }) => href).filter((it) => it.startsWith(begin)));
  const read = await Promise.all(
    [...hrefs].map(async (href) => ({ href, said: await recipientTokens.read(href.slice(begin.length)) })),
  );
  const ours = read.flatMap(({ href, said }) =>
    said && typeof said.purpose === 'object' ? [{ href, sendId: said.sendId, link: said.purpose.click }] : [],
  );
  if (ours.length === 0) return body;
  const sealed = await readSealedLinks(
    store.read,
    ours.map(({ sendId }) => sendId),
  );
  const links = new Map([...sealed].map(([id, cell]) => [id, openLinks(vault, id, cell)]));
  const led = ours.flatMap(({ href, sendId, link }) => {
    const to = links.get(sendId)?.[link];
    return to === undefined ? [] : [[href, to] as const];
  });
  return {
    html: replaceLinks(body.html, inHtml, new Map(led.map(([href, to]) => [href, asAttribute(to)]))),
    text: replaceLinks(body.text, inText, new Map(led)),
  };
}

/** Within the quotes in which cleaned HTML has it. */
const asAttribute = (href: string): string => href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
