/** Addresses of links stand in plain text beside the words that lead there, in brackets or by themselves. */
const address = /\(?\b(?:https?:\/\/|mailto:|tel:)[^\s)]*\)?|\([^\s()]+@[^\s()]+\)/giu;
const listNumber = /^\s*\d+\.\s/gmu;

const lettersOf = (text: string): string =>
  text
    .replace(address, ' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Whether the two parts of an email say the same, letter for letter: the one with formatting and the one some mail
 * programs show instead. Layout, the marks of lists and the addresses of links may differ.
 */
export function sayTheSame(formatted: string, plainText: string): boolean {
  const letters = lettersOf(formatted);
  return letters === lettersOf(plainText) || letters === lettersOf(plainText.replace(listNumber, ''));
}
