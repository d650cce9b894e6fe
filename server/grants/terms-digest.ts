import { createHash } from 'node:crypto';
import { canonicalTerms, type Terms } from '../../shared/domain/terms.ts';

/** SHA-256 of the canonical terms as hex: what an acceptance names, so that consent is to exactly what was shown. */
export const termsDigest = (terms: Terms): string =>
  createHash('sha256').update(canonicalTerms(terms)).digest('hex');
