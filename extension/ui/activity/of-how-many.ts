import type { SenderCounts, ShownCounts } from '../../../shared/api/stats.ts';

/** Of how many emails a figure is: of those that were looked at for it. Null where nobody knows how many those are. */
export function ofHowMany(counts: ShownCounts, what: keyof SenderCounts): number | null {
  switch (what) {
    case 'opened':
    case 'openMachines':
    case 'openUnknown':
      return counts.lookedAt && counts.lookedAt.opens;
    case 'clicked':
      return counts.lookedAt && counts.lookedAt.clicks;
    default:
      return counts.sent;
  }
}

/** Whether a figure says nothing, since no email was looked at for it. Where none was sent there is nothing to say. */
export const isUnseen = (counts: ShownCounts, what: keyof SenderCounts): boolean =>
  counts.sent > 0 && counts[what] === 0 && ofHowMany(counts, what) === 0;
