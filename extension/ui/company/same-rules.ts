import type { Policy } from '../../../shared/api/policy.ts';
import { trackingRegions } from '../../../shared/domain/tracking-policy.ts';

/** The same text for the same rules, whatever the order they come in: what was read is not in that of what was saved. */
export const rulesKey = ({ tracking, unsubscribeLine }: Policy): string =>
  [...trackingRegions.map((region) => tracking[region]), unsubscribeLine].join(' ');
