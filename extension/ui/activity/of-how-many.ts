import type { SenderCounts } from '../../../shared/api/stats.ts';

/** Of how many emails a figure is: of those that were looked at for it. */
export function ofHowMany(counts: SenderCounts, what: keyof SenderCounts): number {
  switch (what) {
    case 'opened':
    case 'openMachines':
    case 'openUnknown':
      return counts.opensLookedAt;
    case 'clicked':
      return counts.clicksLookedAt;
    case 'replied':
    case 'bounced':
      return counts.repliesLookedAt;
    default:
      return counts.sent;
  }
}

/** Whether a figure says nothing, since no email was looked at for it. Where none was sent there is nothing to say. */
export const isUnseen = (counts: SenderCounts, what: keyof SenderCounts): boolean =>
  counts.sent > 0 && counts[what] === 0 && ofHowMany(counts, what) === 0;
