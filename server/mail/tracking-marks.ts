import { percentDecoded } from '../percent-decoded.ts';

/** What is put into an email to see it opened, as it stands in a quotation of it: by shape, as no address ever looks. */
const pixel = /\/o\/[\w-]{44}\.gif(?![\w-])/;
/** Of a link's token the first bytes say "a link", and the number of the one that no person can see. */
const hiddenLink = /\/c\/A___[\w-]{43}(?![\w-])/;

/**
 * Whether an element is a pixel of an email of ours, also by way of the proxy of a mail program that names its address,
 * or the hidden link. Whoever quotes an email carries them along: they would count for that one, and be seen where
 * nothing is to be.
 */
export function isTrackingMark(
  tag: string,
  attribs: Readonly<Record<string, string>>,
  text: string,
): boolean {
  if (tag === 'img') return pixel.test(plain(attribs.src ?? ''));
  return tag === 'a' && text.trim() === '' && hiddenLink.test(plain(attribs.href ?? ''));
}

/** As a browser would ask for it, and without escapes that it needs not. */
const plain = (address: string): string =>
  percentDecoded(URL.canParse(address) ? new URL(address).href : address);
