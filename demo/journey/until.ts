import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 15_000;
const intervalMs = 50;

/** Asks again and again until there is an answer that counts (not undefined, null or false), and returns it. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined | null | false> | Found | undefined | null | false,
  waitMs = patienceMs,
): Promise<Found> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${waitMs / 1000} s in vain for this: ${what}`);
    await pause(intervalMs);
  }
}
