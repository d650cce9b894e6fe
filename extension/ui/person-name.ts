import { formerMember } from '../../shared/domain/former-member.ts';

const bidiControls = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name or a subject as it is shown by itself: nothing in it turns the letters after it around (“gro.live”). */
export const plain = (value: string): string => value.replace(bidiControls, '').trim();

/** A name as it may stand in a sentence: it can't reorder the text around it. */
export function inSentence(name: string): string {
  const shown = plain(name);
  return rightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown;
}

/** The part of a name colleagues use: “Maya” of “Maya Chen”. */
export const firstName = (name: string): string =>
  name === formerMember ? name : inSentence(plain(name).split(/\s+/)[0] ?? '');

/** Up to two initials for a person without a picture. */
export function initialsOf(name: string): string {
  const words = plain(name).split(/\s+/).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}

/** A hue (0–359) that stays with the person: FNV-1a over their id. Lightness and chroma are tokens. */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return (hash >>> 0) % 360;
}
