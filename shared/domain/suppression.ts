/** How an address came not to be written to: its owner asked, a member put it down, or a list was brought in. */
export const suppressionSources = ['recipient', 'member', 'import'] as const;
export type SuppressionSource = (typeof suppressionSources)[number];
