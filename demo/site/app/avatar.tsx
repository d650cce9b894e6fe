const HUES = 6;

const initials = (name: string): string => {
  const words = name.split(/\s+/).map((word) => word.replace(/^[^\p{L}]+/u, ''));
  const letters = words.filter(Boolean).map((word) => [...word][0] ?? '');
  return `${letters[0] ?? ''}${letters.length > 1 ? (letters.at(-1) ?? '') : ''}`.toUpperCase();
};

const hueOf = (name: string): number =>
  [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % HUES;

export const Avatar = ({ name, size = 'm' }: { name: string; size?: 's' | 'm' | 'l' }) => (
  <span class={`hl-avatar hl-avatar--${size} hl-avatar--hue-${hueOf(name)}`} aria-hidden="true">
    {initials(name)}
  </span>
);
