import type { Send } from '../../../shared/api/sends.ts';

/** Between the end of the undo window and the sending of what goes at once (ms): more than that was meant. */
const atOnceMs = 2_000;

/** True while an email waits for a time that was asked for, and can still be taken back without any hurry. */
export function isScheduled({ state, undoUntil, dueAt, failure }: Send, now: number): boolean {
  const atOnce = Math.max(now, undoUntil === null ? 0 : Date.parse(undoUntil)) + atOnceMs;
  return state === 'queued' && failure === null && Date.parse(dueAt) > atOnce;
}
