/** How an address came not to be written to: its owner asked, a member put it down, or a list was brought in. */
export const suppressionSources = ['recipient', 'member', 'import'] as const;
export type SuppressionSource = (typeof suppressionSources)[number];

/** The most lines of a list that are brought in by one act, and the longest of its cells (UTF-16 units). */
export const maxSuppressionsImported = 10_000;
export const longestCell = 1000;

/** The most that a page shows; who looks for one among more than that searches. */
export const maxSuppressionsShown = 1000;
