const bidiControls = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** A name as it is shown by itself: nothing in it turns the letters after it around (“gro.live”). */
export const plainName = (name: string): string => name.replace(bidiControls, '').trim();

/** A name as it may stand in a sentence: it can't reorder the text around it. */
export function inSentence(name: string): string {
  const plain = plainName(name);
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain;
}

/** The part of a name colleagues use: “Maya” of “Maya Chen”. */
export const firstName = (name: string): string => inSentence(plainName(name).split(/\s+/)[0] ?? '');

/** Up to two initials for a person without a picture. */
export function initialsOf(name: string): string {
  const words = plainName(name).split(/\s+/).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('');
}

/** A hue (0–359) that stays with the person: FNV-1a over their id. Lightness and chroma are tokens. */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return (hash >>> 0) % 360;
}
