import { findHtmlLinks, findTextLinks } from './find-links.ts';

/** The two alternatives of an email. */
type Body = { html: string; text: string };

/** The number of the link that no person can see. */
export const canaryLink = 65_535;

/** What is put into an email: for each of its links the address to put in its place, and what stands at its end. */
export type Rewriting = { urls: ReadonlyMap<string, string>; pixel: string | null; canary: string | null };

/**
 * The addresses in an email by which a click can be seen, each once, in their order: those of the HTML, then what only
 * the text has. Web addresses only, and none by which somebody asks not to be written to.
 */
export function listLinks({ html, text }: Body): string[] {
  const inHtml = findHtmlLinks(html);
  const left = new Set(inHtml.filter(({ label }) => asksToEnd.test(label)).map(({ href }) => href));
  const found = [...inHtml, ...findTextLinks(text)].map(({ href }) => href);
  return [...new Set(found)].filter((href) => !left.has(href) && isFollowed(href)).slice(0, canaryLink);
}

/**
 * Puts other addresses in the place of an email's links, and pixel and hidden link at its end. Nothing else of it
 * changes: not what a link reads, and no byte around it.
 */
export function rewriteLinks({ html, text }: Body, { urls, pixel, canary }: Rewriting): Body {
  const hidden = canary === null ? '' : hiddenLink(canary);
  const image = pixel === null ? '' : `<img src="${pixel}" width="1" height="1" alt="">`;
  return {
    html: replaceLinks(html, findHtmlLinks(html), urls) + hidden + image,
    text: replaceLinks(text, findTextLinks(text), urls),
  };
}

/** Nothing is drawn, read out or reached by a key; only who follows every address of the source comes to it. */
const hiddenLink = (url: string): string =>
  `<a href="${url}" tabindex="-1" aria-hidden="true" style="display:none"></a>`;

type Found = { href: string; start: number; end: number };

/** Puts other addresses in the place of some of a source's links, written as they are given. */
export function replaceLinks(
  source: string,
  links: readonly Found[],
  urls: ReadonlyMap<string, string>,
): string {
  let written = '';
  let at = 0;
  for (const { href, start, end } of links) {
    const url = urls.get(href);
    if (url === undefined) continue;
    written += source.slice(at, start) + url;
    at = end;
  }
  return written + source.slice(at);
}

/** Words by which links in emails are named that end them, in the languages of our users' recipients. */
const asksToEnd =
  /unsubscri|opt[\s-]?out|abmelde|abbestell|désabonn|désinscri|darse de baja|cancelar (la )?suscripci|disiscri|cancella(re)? l.iscrizione|uitschrijv|afmeld|avregistr|avmeld|descadastr|cancelar (a )?inscri|wypisz|odhlási/i;

/** Links that lead out through a token of ours stand in what is quoted or forwarded; they keep leading there. */
const ownPath = /^\/[ocu]\/[\w-]{44,47}(\.gif)?$/;

function isFollowed(href: string): boolean {
  if (!/^https?:\/\//i.test(href) || !URL.canParse(href)) return false;
  const { pathname, search } = new URL(href);
  return !ownPath.test(pathname) && !/unsubscri|opt-?out/i.test(pathname + search);
}
