import type { Batch } from '../../../shared/api/batches.ts';

/** A batch's emails in three heaps: gone out, ended without, and still to go (those being looked for are among them). */
export function heapsOf({ counts }: Pick<Batch, 'counts'>): { sent: number; ended: number; open: number } {
  const { held, queued, sending, sent, failed, uncertain, cancelled, blocked, rejected } = counts;
  return {
    sent,
    ended: failed + cancelled + blocked + rejected,
    open: held + queued + sending + uncertain,
  };
}

/** How the batch stands, for its words (`batch_state_<key>`). One that waits for approval neither runs nor rests. */
export const standingOf = ({ state, counts }: Batch): Batch['state'] | 'held' =>
  state === 'running' && counts.held > 0 ? 'held' : state;

/** True while something will still happen to it. */
export const isUnderWay = (batch: Batch): boolean => batch.state === 'running' || batch.state === 'paused';
