import { z } from 'zod';
import { DomainName } from './domain-name.ts';

/** How many sends wait for the acceptor's approval: none, the first one, or every one. */
export const approvalModes = ['none', 'first', 'every'] as const;
export type ApprovalMode = (typeof approvalModes)[number];

/** The highest daily cap a grant can carry: Gmail's own limit for a Workspace mailbox (messages a day). */
export const maxDailyCap = 2000;

/**
 * What the acceptor agrees to. `expiresAt` is an ISO 8601 instant or null (until revoked); `dailyCap` counts
 * messages per UTC day; an empty `allowedDomains` allows every recipient domain, `blockedDomains` always wins.
 */
export const Terms = z.strictObject({
  expiresAt: z.iso.datetime({ offset: true }).nullable(),
  dailyCap: z.int().min(1).max(maxDailyCap),
  approval: z.enum(approvalModes),
  allowedDomains: z.array(DomainName).max(100),
  blockedDomains: z.array(DomainName).max(100),
});
export type Terms = z.infer<typeof Terms>;

/** Terms as somebody proposes them: what is left out takes the default. */
export const TermsInput = Terms.partial();
export type TermsInput = z.infer<typeof TermsInput>;

/** Terms when nobody said anything: until revoked, 50 a day, no approval, any domain. */
export const defaultTerms: Terms = {
  expiresAt: null,
  dailyCap: 50,
  approval: 'none',
  allowedDomains: [],
  blockedDomains: [],
};

/** Fills in defaults and brings terms into their one canonical form (UTC instant, sorted unique domains). */
export function normaliseTerms(input: TermsInput = {}): Terms {
  const terms = { ...defaultTerms, ...input };
  return {
    ...terms,
    expiresAt: terms.expiresAt === null ? null : new Date(terms.expiresAt).toISOString(),
    allowedDomains: sortedUnique(terms.allowedDomains),
    blockedDomains: sortedUnique(terms.blockedDomains),
  };
}

/** The bytes whose SHA-256 is the terms' digest: fixed key order, so that equal terms have equal digests. */
export function canonicalTerms(terms: Terms): string {
  const { expiresAt, dailyCap, approval, allowedDomains, blockedDomains } = normaliseTerms(terms);
  return JSON.stringify({ v: 1, expiresAt, dailyCap, approval, allowedDomains, blockedDomains });
}

/** True when the terms let mail go to `domain` (lower-case; a listed domain covers its subdomains too). */
export function allowsDomain(terms: Terms, domain: string): boolean {
  const covers = (listed: string) => domain === listed || domain.endsWith(`.${listed}`);
  if (terms.blockedDomains.some(covers)) return false;
  return terms.allowedDomains.length === 0 || terms.allowedDomains.some(covers);
}

const sortedUnique = (values: string[]): string[] => [...new Set(values)].sort();
