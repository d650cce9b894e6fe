import type { Send } from '../../shared/api/sends.ts';
import { isFinalSendState } from '../../shared/domain/send-state.ts';
import type { Client } from '../ui/client.ts';

/** Reads again this long after the last reading (milliseconds); live changes come sooner. The last one repeats. */
const pausesMs = [1_000, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/**
 * Reads `first` again until its outcome is final, and tells each state. The rhythm starts when the undo window ends,
 * since nothing happens before; a tab in the background is told by the live connection, or when it comes back.
 * `clockAhead` is how far our clock is ahead of the server's (milliseconds).
 */
export function followSend(
  client: Client,
  first: Send,
  clockAhead: number,
  onSend: (send: Send) => void,
  signal: AbortSignal,
): void {
  const due = Date.parse(first.undoUntil ?? first.dueAt) + clockAhead;
  let turn = 0;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const plan = () => {
    clearTimeout(timer);
    const untilDue = Math.max(0, due - Date.now());
    if (untilDue > 0) turn = 0;
    const pause = pausesMs[Math.min(turn, pausesMs.length - 1)] ?? 0;
    timer = setTimeout(readInTurn, Math.min(untilDue, 60_000) + pause);
  };
  // Only these move the rhythm on: changes that were told say nothing of how long it has taken.
  const readInTurn = () => {
    turn += 1;
    void read();
  };
  const read = async () => {
    const mine = ++asked;
    const outcome = await client.ask('sends:read', { id: first.id });
    // A slow answer to an earlier question must not undo a later one.
    if (signal.aborted || mine !== asked) return;
    if (outcome.ok) onSend(outcome.value);
    if (outcome.ok && isFinalSendState(outcome.value.state)) stop();
    else plan();
  };
  const stop = () => {
    clearTimeout(timer);
    stopLive();
  };
  const stopLive = client.live(['sends'], () => void read());
  signal.addEventListener('abort', stop, { once: true });
  plan();
}
