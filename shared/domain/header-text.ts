import { z } from 'zod';

// Anything that could end a header line, hide text or reorder it on screen: C0/C1 controls, U+2028/2029, the bidi
// controls of Unicode TR9, zero-width characters, the BOM and lone surrogates.
const unsafeCharacter =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

// What a reader would decode once more (RFC 2047 §2): the recipient would see another text than the acceptor approved,
// line breaks and all.
const encodedWord = /=\?[^?\s]+\?[bq]\?/i;

/** True when `value` can stand in a mail header and reads on screen the way it is stored. */
export const isHeaderSafe = (value: string): boolean =>
  !unsafeCharacter.test(value) && !encodedWord.test(value);

/** Text that ends up in a mail header (subject, display name): one visible line of at most `max` UTF-16 units. */
export const headerText = (max: number) =>
  z
    .string()
    .max(max)
    .refine(
      isHeaderSafe,
      'must be one line without line breaks, control or text-direction characters or encoded words',
    );

/** Text of several lines that one person reads of another: line breaks and tabs, else as strict as a header. */
export const noteText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine(
      (value) => isHeaderSafe(value.replace(/[\r\n\t]/g, ' ')),
      'must be text without control or text-direction characters',
    );
