import type { Terms, TermsInput } from '../../../shared/domain/terms.ts';

// These stand here again because shared/domain/terms.ts brings zod, which stays out of content scripts; the test
// beside this file holds the two together.

/** What the terms form starts from. */
export const defaultTerms: Terms = {
  expiresAt: null,
  dailyCap: 50,
  approval: 'none',
  allowedDomains: [],
  blockedDomains: [],
};

/** Terms as proposed, with what was left out filled in. */
export const normalised = (input: TermsInput = {}): Terms => ({ ...defaultTerms, ...input });

/** The highest daily cap the form accepts. */
export const maxDailyCap = 2000;

/** Recipient domains as a person types them (commas, spaces, a leading @), and those that can't be one. */
export function readDomains(typed: string): { domains: string[]; wrong: string[] } {
  const parts = typed
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((part) => part.replace(/^@/, ''))
    .filter(Boolean);
  const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
  const domain = new RegExp(`^(?=.{1,253}$)${label}(\\.${label})+$`);
  return {
    domains: parts.filter((part) => domain.test(part)),
    wrong: parts.filter((part) => !domain.test(part)),
  };
}
