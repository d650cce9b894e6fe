import type { Evidence } from './evidence.ts';

/** A promise that was broken, and whose email or grant it was about. */
export type Violation = { check: string; what: string; sendId?: string; grantId?: string };

export type Found = Omit<Violation, 'check'>;

/** One promise, and where it was broken. */
export type Check = { name: string; find(evidence: Evidence): Iterable<Found> };
