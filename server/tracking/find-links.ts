import { QuoteType, Tokenizer } from 'htmlparser2';

/** A link of an HTML body: where it leads, what it reads, and where its address stands in the source. */
export type HtmlLink = { href: string; label: string; start: number; end: number };

/**
 * The links of an HTML body in their order, entities read. By the tokenizer alone: it says where each address stands,
 * so that it can be replaced without writing anything else of the body anew.
 */
export function findHtmlLinks(html: string): HtmlLink[] {
  const links: HtmlLink[] = [];
  let tag = '';
  let attribute: { name: string; value: string; start: number } | null = null;
  let open: HtmlLink | null = null;
  let isFresh = false;
  const ignore = () => {};
  const label = (text: string) => {
    if (open) open.label += text;
  };
  const tokenizer = new Tokenizer(
    { xmlMode: false, decodeEntities: true },
    {
      onopentagname(start, end) {
        tag = html.slice(start, end).toLowerCase();
        if (tag === 'a') open = null;
        isFresh = true;
      },
      onattribname(start, end) {
        attribute = { name: html.slice(start, end).toLowerCase(), value: '', start: valueStart(html, end) };
      },
      onattribdata(start, end) {
        attribute!.value += html.slice(start, end);
      },
      onattribentity(codePoint) {
        attribute!.value += String.fromCodePoint(codePoint);
      },
      onattribend(quote, end) {
        const { name, value, start } = attribute!;
        // Of several attributes of one name the first holds.
        if (tag !== 'a' || name !== 'href' || quote === QuoteType.NoValue || !isFresh) return;
        isFresh = false;
        open = { href: value, label: '', start, end: quote === QuoteType.Unquoted ? end : end - 1 };
        links.push(open);
      },
      onclosetag(start, end) {
        if (html.slice(start, end).toLowerCase() === 'a') open = null;
      },
      ontext: (start, end) => label(html.slice(start, end)),
      ontextentity: (codePoint) => label(String.fromCodePoint(codePoint)),
      ...{ oncdata: ignore, oncomment: ignore, ondeclaration: ignore, onend: ignore },
      ...{ onopentagend: ignore, onprocessinginstruction: ignore, onselfclosingtag: ignore },
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return links;
}

/** Where an attribute's value begins, after its name, the equals sign and a quote. */
function valueStart(html: string, nameEnd: number): number {
  const before = /\s*=?\s*["']?/y;
  before.lastIndex = nameEnd;
  before.exec(html);
  return before.lastIndex;
}

/** A web address in plain text, and where it stands. */
export type TextLink = { href: string; start: number; end: number };

// Not within something else: an address that is part of another one is not a link of its own.
const webAddress = /(?<![^\s([{<"'“‘«„,;|*_>])https?:\/\/[^\s<>"\u00a0]+/gi;

/**
 * The web addresses of a plain text, without the brackets and punctuation of the sentence around them. Where letters
 * beyond ASCII follow, nobody can say whether the address or the sentence goes on: those are left alone.
 */
export const findTextLinks = (text: string): TextLink[] =>
  [...text.matchAll(webAddress)]
    .map((match) => {
      const href = withoutEnd(withinBrackets(match[0]));
      return { href, start: match.index, end: match.index + href.length };
    })
    .filter(({ href }) => /^[\x21-\x7e]+$/.test(href));

const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' };

/** A closing bracket belongs to an address only if that opens it too. */
function withinBrackets(found: string): string {
  const open: string[] = [];
  for (let i = 0; i < found.length; i += 1) {
    const letter = found[i]!;
    if (letter in closing) open.push(closing[letter]!);
    else if (/[)\]}]/.test(letter) && open.pop() !== letter) return found.slice(0, i);
  }
  return found;
}

/** Letter by letter from the end: a pattern would try each of a long row of dots. */
function withoutEnd(found: string): string {
  let end = found.length;
  while (/[.,;:!?'*_~]|(?![\0-\x7f])[\p{P}\p{S}\p{Cf}]/u.test(found[end - 1]!)) end -= 1;
  return found.slice(0, end);
}
