import { sanitiseHtml } from '../../mail/sanitise-html.ts';
import { textFromHtml } from '../../mail/text-from-html.ts';
import type { Body } from '../content.ts';
import { countPlaces, type Field, type Template } from './fill-template.ts';

/** Makes the body for one recipient. */
export type BodyMaker = (valueOf: (name: string) => string) => Body;

// Private-use letters, which neither the cleaning nor the making of text touches, around the number of a place.
const mark = /\ue000(\d+)\ue001/;
const marks = /\ue000\d+\ue001/g;

/**
 * Cleans a template once instead of once for each recipient, where the outcome is the same: where every field stands in
 * running text. There a value only has to be escaped. Null for any other template: a value in an attribute can decide
 * what the cleaning leaves, and one in a link or in preformatted text how the text reads.
 */
export function cleanOnce(template: Template): BodyMaker | null {
  const source = template
    .map((piece, i) => (typeof piece === 'string' ? piece : `\ue000${i}\ue001`))
    .join('');
  const isMarked = template.some((piece) => typeof piece === 'string' && /[\ue000\ue001]/.test(piece));
  if (isMarked || isWithinOne(source)) return null;
  const html = sanitiseHtml(source);
  const isInText = !/<[^<>]*\ue000/.test(html) && (html.match(marks)?.length ?? 0) === countPlaces(template);
  if (!isInText) return null;
  const [htmlPieces, textPieces] = [html.split(mark), textFromHtml(html).split(mark)];
  const nameOf = (place: string) => (template[Number(place)] as Field).name;
  return (valueOf) => ({
    html: htmlPieces.map((piece, i) => (i % 2 ? escapeText(valueOf(nameOf(piece))) : piece)).join(''),
    text: textPieces.map((piece, i) => (i % 2 ? oneLine(valueOf(nameOf(piece))) : piece)).join(''),
  });
}

/** Whether a field comes after a link or preformatted text begins and before it ends. Linear in the template. */
function isWithinOne(source: string): boolean {
  let isOpen = false;
  for (const [begin, slash] of source.matchAll(/<(\/?)(?:a|pre)\b|\ue000/gi)) {
    if (begin === '\ue000' && isOpen) return true;
    if (begin !== '\ue000') isOpen = slash === '';
  }
  return false;
}

const escapeText = (value: string): string =>
  value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const oneLine = (value: string): string => value.replace(/[ \t\r\n\f\u200b]+/g, ' ');
