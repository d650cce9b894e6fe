import { regionOf } from '../../../shared/domain/region-of.ts';
import type { TrackingMode, WorkspacePolicy } from '../../../shared/domain/tracking-policy.ts';
import type { Client } from '../client.ts';
import { counted } from '../plural.ts';

const inOrder = ['individual', 'aggregate', 'off'] as const satisfies readonly TrackingMode[];

/** Of how many of these recipients opens and clicks will be seen one by one, in sums and not at all, in one sentence. */
export function seenWords(
  emails: readonly string[],
  modes: WorkspacePolicy['tracking'],
  text: Client['text'],
): string {
  const of = (mode: TrackingMode) => emails.filter((email) => modes[regionOf(email)] === mode).length;
  const parts = inOrder.flatMap((mode) => {
    const count = of(mode);
    return count > 0 ? [counted(text, `batch_seen_${mode}`, count)] : [];
  });
  return text('batch_seen', parts.join(', '));
}
