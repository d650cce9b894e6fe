import type { FoundMessage, SealedLook } from '../mail/sealed-mail.ts';
import type { SendRow } from '../store/sends.ts';
import { conclusiveAfterMs, lookBackOffMs, maxLooks, staleAfterMs } from './look-times.ts';

/** What a look makes of an uncertain send. */
export type ReconcileEnd =
  | { end: 'found'; message: FoundMessage }
  /** It surely did not go out: one new attempt. */
  | { end: 'again' }
  /** It surely did not go out, and is not tried any more. */
  | { end: 'failed' }
  /** Nothing is known yet. */
  | { end: 'later'; nextLookAt: number }
  /** We can't find out: the mailbox's owner decides. */
  | { end: 'owner' };

type Looked = {
  send: Pick<SendRow, 'id' | 'firedAt' | 'looks' | 'reattempts'>;
  look: SealedLook;
  /** When the look began (epoch milliseconds): what came later it need not have seen. */
  lookedAt: number;
  /** Whether the mailbox can be looked into at all, now. */
  canLook: boolean;
};

/** Decides what a look means for one of the sends it was for. Pure. See reconcile.design.md. */
export function endLook({ send, look, lookedAt, canLook }: Looked): ReconcileEnd {
  const message = look.found.get(send.id);
  if (message) return { end: 'found', message };
  const firedAt = send.firedAt ?? lookedAt;
  const conclusiveAt = firedAt + conclusiveAfterMs;
  const isSure = look.end === 'whole' && lookedAt >= conclusiveAt;
  if (isSure && (send.reattempts > 0 || lookedAt - firedAt > staleAfterMs)) return { end: 'failed' };
  if (isSure && canLook) return { end: 'again' };
  if (!canLook || send.looks >= maxLooks) return { end: 'owner' };
  const backOff = lookedAt + Math.max(lookBackOffMs(send.looks), look.retryAfterMs ?? 0);
  // The first look that can tell is not put off by the back-off of those before.
  return { end: 'later', nextLookAt: look.end === 'whole' ? Math.min(backOff, conclusiveAt) : backOff };
}
