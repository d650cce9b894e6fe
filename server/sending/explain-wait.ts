import type { WaitReason } from '../../shared/domain/send-wait.ts';
import type { SendRow } from '../store/sends.ts';

/** Why a send has not gone out yet, and until when (epoch ms; null: until somebody acts). */
export type Wait = { reason: WaitReason; until: number | null };

type Facts = Pick<SendRow, 'state' | 'dueAt' | 'undoUntil' | 'failure'>;

/** Why this send waits at `now`, or null when it is under way or at its end. Pure. */
export function explainWait({ state, dueAt, undoUntil, failure }: Facts, now: number): Wait | null {
  if (state === 'held') return { reason: 'approval', until: null };
  if (state === 'uncertain') return { reason: 'owner', until: null };
  if (state !== 'queued') return null;
  if (undoUntil > now) return { reason: 'undo', until: undoUntil };
  if (failure === 'mailbox_disconnected') return { reason: 'mailbox_disconnected', until: null };
  if (dueAt <= now) return { reason: 'queue', until: null };
  return { reason: failure === null ? 'scheduled' : 'retry', until: dueAt };
}
