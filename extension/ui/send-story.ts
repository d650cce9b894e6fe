import type { Send } from '../../shared/api/sends.ts';
import type { Failure } from '../../shared/messages/outcome.ts';
import { failureKey } from './send-failure.ts';

/** What the toast says about a send. `key` names the headline `toast_<key>`, `detail` the sentence under it. */
export type SendStory = {
  key: string;
  detail: string | null;
  tone: 'calm' | 'good' | 'warn' | 'bad';
  /** Whole seconds in which it can still be undone; 0 when it can't. */
  secondsLeft: number;
  canRetry: boolean;
  canDismiss: boolean;
};

/** A send that should have gone by now (ms after it was due) is called delayed, not sent. */
const lateAfterMs = 15_000;

/**
 * The truth about a send at `now` (ms, by the server's clock): never “sent” before the provider has said so.
 */
export function sendStory(send: Send | undefined, failure: Failure | undefined, now: number): SendStory {
  const story = (key: string, rest: Partial<SendStory> = {}): SendStory => ({
    key,
    detail: null,
    tone: 'calm',
    secondsLeft: 0,
    canRetry: false,
    canDismiss: true,
    ...rest,
  });
  if (failure) return story('not_sent', { detail: 'toast_failed', tone: 'bad', canRetry: true });
  if (!send) return story('submitting', { canDismiss: false });
  const detail = failureKey(send, 'requestor');
  switch (send.state) {
    case 'sent':
      return story('sent', { tone: 'good' });
    case 'held':
      return story('held', { detail: 'toast_held_detail' });
    case 'failed':
    case 'blocked':
      return story('not_sent', { detail: detail ?? 'toast_failed', tone: 'bad' });
    case 'rejected':
      return story('rejected', { detail: 'toast_rejected_detail', tone: 'bad' });
    case 'cancelled':
      return story('cancelled');
    case 'uncertain':
      return send.waiting?.reason === 'owner'
        ? story('uncertain_owner', { detail: 'toast_uncertain_owner_detail', tone: 'warn' })
        : story('uncertain', { detail: 'toast_uncertain_detail', tone: 'warn' });
    case 'queued':
    case 'sending': {
      const left = secondsToUndo(send, now);
      if (send.state === 'queued' && left > 0) {
        return story('undoable', { secondsLeft: left, canDismiss: false });
      }
      const overdue = now - Date.parse(send.dueAt);
      if (overdue < -1000) return story('scheduled');
      if (overdue > lateAfterMs) {
        return story('delayed', { detail: detail ?? 'toast_delayed_detail', tone: 'warn' });
      }
      return story('going', { canDismiss: false });
    }
  }
}

/** Whole seconds, and never more than there were at the beginning. */
function secondsToUndo({ undoUntil, createdAt }: Send, now: number): number {
  if (undoUntil === null) return 0;
  const end = Date.parse(undoUntil);
  return Math.ceil((end - Math.max(now, Date.parse(createdAt))) / 1000);
}
