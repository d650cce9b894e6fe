import type { Grant } from '../../../shared/api/grants.ts';

/** The list with `grant` as it is now. */
export const withGrant = (all: readonly Grant[], grant: Grant): Grant[] => [
  grant,
  ...all.filter(({ id }) => id !== grant.id),
];
