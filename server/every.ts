import type { Log } from './log.ts';

/** Runs `work` every `ms`, never twice at once; a fault is logged and the next round comes. Returns the stop. */
export function every(ms: number, log: Log, work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= work()
      .catch((fault: unknown) => log.error('A periodic task failed; it is tried again.', { fault }))
      .finally(() => {
        running = null;
      });
  }, ms);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
