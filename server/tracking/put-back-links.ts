import type { Sealer } from '../mail/sealed-mail.ts';
import { percentDecoded } from '../percent-decoded.ts';
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
  if (!body.html.includes('/c/') && !body.text.includes('/c/')) return body;
  const [inHtml, inText] = [findHtmlLinks(body.html), findTextLinks(body.text)];
  const tokenOf = createTokenOf(publicUrl);
  const read = await Promise.all(
    [...new Set([...inHtml, ...inText].map(({ href }) => href))].map(async (href) => {
      const token = tokenOf(href);
      return { href, said: token === null ? null : await recipientTokens.read(token) };
    }),
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

/** What stands behind `/c/` in an address of this server, as this server reads it, whichever way it is written. */
function createTokenOf(publicUrl: string): (href: string) => string | null {
  const own = new URL(`${publicUrl}/c/`);
  return (href) => {
    if (!URL.canParse(href)) return null;
    const { origin, pathname } = new URL(href);
    const isOurs = origin === own.origin && pathname.startsWith(own.pathname);
    return isOurs ? percentDecoded(pathname.slice(own.pathname.length)) : null;
  };
}

/** Within the quotes in which cleaned HTML has it. */
const asAttribute = (href: string): string => href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
