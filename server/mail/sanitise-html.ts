import sanitize from 'sanitize-html';
import { isTrackingMark } from './tracking-marks.ts';

const colour = [/^#[0-9a-f]{3,8}$/i, /^rgba?\([\d\s.,%]+\)$/i, /^[a-z]+$/i];
// Never negative: that would lay text over what stands before it, or out of sight.
const length = [/^\d{1,4}(\.\d+)?(px|em|rem|%|pt)?$/];
const lengths = [/^(\d{1,4}(\.\d+)?(px|em|rem|%|pt)?\s*){1,4}$/];
const words = [/^[a-z -]+$/i];

const styles: Record<string, RegExp[]> = {
  color: colour,
  'background-color': colour,
  'font-size': [...length, ...words],
  'font-weight': [/^(\d{3}|bold|normal)$/],
  'font-style': words,
  'font-family': [/^[\w\s,'"-]+$/],
  'text-align': words,
  'text-decoration': words,
  'line-height': length,
  margin: lengths,
  'margin-left': length,
  'margin-top': length,
  'margin-bottom': length,
  padding: lengths,
  'padding-left': length,
  'border-left': [/^[\w\s#]+$/],
  'list-style-type': words,
};

/**
 * Leaves what an email needs to look right (text, lists, links, tables, quotes, images by https) and takes away
 * everything that could run, submit, frame, float over the reader's mail program or load from an odd place. Styles are
 * an allow-list: `position` and the like are not on it. Links without a scheme are dropped, since `//host` and relative
 * ones lead somewhere else in every reader.
 *
 * @throws NestedTooDeep
 */
export const sanitiseHtml = (html: string): string => sanitize(html, { ...options, ...depthGuard() });

const options: sanitize.IOptions = {
  allowedTags: [
    ...['p', 'div', 'span', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'blockquote', 'pre', 'code'],
    ...['b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'small', 'font', 'a', 'img', 'ul', 'ol', 'li'],
    ...['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption'],
  ],
  disallowedTagsMode: 'discard',
  allowedAttributes: {
    '*': ['style', 'dir', 'lang', 'title', 'align'],
    a: ['href', 'name', 'target', 'rel'],
    img: ['src', 'alt', 'width', 'height'],
    font: ['color', 'face', 'size'],
    table: ['border', 'cellpadding', 'cellspacing', 'width'],
    td: ['colspan', 'rowspan', 'width', 'valign'],
    th: ['colspan', 'rowspan', 'width', 'valign'],
    ol: ['start', 'type'],
  },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  allowedStyles: { '*': styles },
  transformTags: { a: dropSchemeless },
  // Only with an address of its own: a relative one leads somewhere else in every reader, and none shows nothing.
  exclusiveFilter: ({ tag, attribs, text, mediaChildren }) =>
    (tag === 'img' && !/^https:/i.test(attribs.src?.trim() ?? '')) ||
    isTrackingMark(tag, attribs, text + mediaChildren.join('')),
  nestingLimit: 100,
  enforceHtmlBoundary: false,
};

/** Thrown for HTML that is nested deeper than any email. */
export class NestedTooDeep extends Error {
  override name = 'NestedTooDeep';
}

// The parser's time grows with the square of the depth (133,000 unclosed tags take 14 s, in which nobody else is served),
// and that of the text part with the square of how deep quotes and lists stand in each other.
const deepest = 20_000;
const deepestIndented = 25;
const indents = new Set(['blockquote', 'ul', 'ol']);

function depthGuard(): Pick<sanitize.IOptions, 'onOpenTag' | 'onCloseTag'> {
  let [depth, indented] = [0, 0];
  return {
    onOpenTag(name) {
      depth += 1;
      if (indents.has(name)) indented += 1;
      if (depth > deepest || indented > deepestIndented) throw new NestedTooDeep();
    },
    onCloseTag(name) {
      depth -= 1;
      if (indents.has(name)) indented -= 1;
    },
  };
}

function dropSchemeless(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const { href, ...rest } = attribs;
  const keep = href !== undefined && /^(https?:|mailto:|tel:|#)/i.test(href.trim());
  return { tagName, attribs: keep ? { ...rest, href: href.trim() } : rest };
}
