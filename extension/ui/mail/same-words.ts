const listNumber = /^\s*\d{1,3}\.\s/gmu;

// Currency signs and pictures are said too; punctuation and the marks of lists are layout.
const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}\p{Sc}\p{So}]/gu, '');

/** A text without the addresses that links lead to, which plain text has beside their words or instead of them. */
const withoutTargets = (text: string, targets: readonly string[]): string =>
  targets
    .flatMap((target) => (/^mailto:.*@/i.test(target) ? [target, `(${target.slice(7)})`] : target))
    .sort((a, b) => b.length - a.length)
    .reduce((rest, target) => rest.replaceAll(target, ' '), text);

/** With more addresses than this to look for, both parts are shown rather than compared. */
const mostTargets = 300;

/**
 * Whether the two parts of an email say the same, letter for letter: the one with formatting and the one some mail
 * programs show instead. Layout, the marks of lists and the addresses of its own links (`targets`) may differ; any other
 * address is something that only one of them says.
 */
export function sayTheSame(formatted: string, plainText: string, targets: readonly string[] = []): boolean {
  const known = [...new Set(targets)];
  if (known.length > mostTargets) return false;
  const letters = lettersOf(withoutTargets(formatted, known));
  const plain = withoutTargets(plainText, known);
  return letters === lettersOf(plain) || letters === lettersOf(plain.replace(listNumber, ''));
}
