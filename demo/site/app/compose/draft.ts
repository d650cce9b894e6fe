export interface Recipient {
  email: string;
  name?: string;
}

export interface Draft {
  candidateId: string;
  to: Recipient[];
  subject: string;
  html: string;
}

export const isAddress = (text: string): boolean => /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/.test(text);

const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .trim();

/** Whether leaving now would lose something the recruiter wrote. */
export const isWorthKeeping = (draft: Draft, untouchedHtml: string): boolean =>
  draft.subject.trim() !== '' || (textOf(draft.html) !== '' && textOf(draft.html) !== textOf(untouchedHtml));

/** What stands in the way of sending, or nothing. */
export const findProblem = (draft: Draft): string | null => {
  if (draft.to.length === 0) return 'Add at least one recipient.';
  if (!draft.subject.trim()) return 'Add a subject.';
  if (!textOf(draft.html)) return 'Write a message first.';
  return null;
};
