/** Where in a template a field stands: in text, as a whole address of a link or an image, or within one. */
type Place = 'text' | 'link' | 'image' | 'address';

/** A field of a template by the name that stands between `{{` and `}}`. */
export type Field = { name: string; place: Place };

/** A template as its pieces: what stands as it is, and the fields between. */
export type Template = readonly (string | Field)[];

const field = /\{\{([^{}]{0,200})\}\}/g;
// The beginning of an attribute whose value is an address, as far as the field; and how far back one is looked for.
const address = /\b(href|src)\s*=\s*(["'])((?:(?!\2)[^<>])*)$/i;
const longestTag = 4000;

/** The most places of fields one template may have. */
export const maxPlaces = 1000;

/** Reads a template that is HTML. An editor may put tags and hard spaces inside of the braces; they mean nothing there. */
export const readHtmlTemplate = (html: string): Template =>
  readTemplate(html, (inner) => inner.replace(/<[^>]*>/g, '').replace(/&nbsp;|&#160;|&#xa0;/gi, ' '));

/** Reads a template that is one line of text. */
export const readLineTemplate = (line: string): Template => readTemplate(line, (inner) => inner);

function readTemplate(source: string, clean: (inner: string) => string): Template {
  const pieces: (string | Field)[] = [];
  let end = 0;
  for (const { 0: whole, 1: inner, index } of source.matchAll(field)) {
    const before = source.slice(end, index);
    const name = clean(inner!).replace(/\s+/g, ' ').trim();
    pieces.push(before, { name, place: placeAfter(source.slice(Math.max(0, index - longestTag), index)) });
    end = index + whole.length;
  }
  return [...pieces, source.slice(end)];
}

function placeAfter(before: string): Place {
  const [, attribute, , begun] = address.exec(before.slice(before.lastIndexOf('<'))) ?? [];
  if (attribute === undefined) return 'text';
  if (begun!.trim() !== '') return 'address';
  return attribute.toLowerCase() === 'src' ? 'image' : 'link';
}

/** How many places of fields templates have. */
export const countPlaces = (...templates: Template[]): number =>
  templates.flat().filter((piece) => typeof piece !== 'string').length;

/** The names of a template's fields, each once. */
export const fieldsOf = (...templates: Template[]): string[] => [
  ...new Set(templates.flat().flatMap((piece) => (typeof piece === 'string' ? [] : piece.name))),
];

/**
 * Fills a template in one pass, so that braces inside a value are text like any other. What a value may look like in
 * HTML is decided by its place: it never ends the text, the attribute or the part of an address it stands in.
 */
export const fillHtml = (template: Template, valueOf: (name: string) => string): string =>
  fill(template, ({ name, place }) => {
    const value = valueOf(name);
    return escapeHtml(place === 'address' ? encodeAddress(value) : value);
  });

/** Fills a template that is one line of text. */
export const fillLine = (template: Template, valueOf: (name: string) => string): string =>
  fill(template, ({ name }) => valueOf(name));

const fill = (template: Template, fillIn: (field: Field) => string): string =>
  template.map((piece) => (typeof piece === 'string' ? piece : fillIn(piece))).join('');

const encodeAddress = (value: string): string =>
  // A lone surrogate, of which it would make a fault, is no text; who fills in refuses it.
  encodeURIComponent(
    value.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, ''),
  );

// More than text needs: an attribute may have no quotes, where spaces and `=` end a value too.
const escapeHtml = (value: string): string =>
  value.replace(/[&<>"'`=\s]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Stands for a value while a template is looked at: no letter of any script. */
export const standIn = '\ue000';

/** True when braces are left that look like a field and are none, once fields are filled with `standIn`. */
export const hasStrayBraces = (filled: string): boolean => /\{\{|\}\}|\{\ue000|\ue000\}/.test(filled);
