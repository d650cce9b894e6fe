import { setImmediate as nextTurn } from 'node:timers/promises';

/** So much HTML (UTF-16 units) is worked on before others get a turn; cleaning it takes some tens of milliseconds. */
const atOnce = 50_000;

/** Lets others be served in between a long work. Ask before each piece of it, and say how long that is. */
export function createTurns() {
  let done = atOnce;
  return {
    async take(length: number): Promise<void> {
      if (done >= atOnce) {
        await nextTurn();
        done = 0;
      }
      // A piece of nothing is work too.
      done += length + 100;
    },
  };
}
