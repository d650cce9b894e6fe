import type { Send, Waiting } from '../../../shared/api/sends.ts';

/** Farther ahead nothing is scheduled (ms): such a time means that somebody has to act first. */
const longestMs = 400 * 24 * 60 * 60_000;

/**
 * Why an email waits at `now`. No event tells that an undo window is over: what was read before it ended is corrected
 * here, to what follows from the email's own time.
 */
export function waitingNow({ waiting, dueAt }: Send, now: number): Waiting | null {
  if (waiting?.reason !== 'undo' || waiting.until === null || Date.parse(waiting.until) > now) return waiting;
  const due = Date.parse(dueAt);
  return due > now && due - now < longestMs ? { reason: 'scheduled', until: dueAt } : null;
}
