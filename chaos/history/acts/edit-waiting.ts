import * as fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { kindOf, onceIn } from '../draw.ts';
import { edit } from '../edit.ts';
import { drawnOrder, orderOf } from '../orders.ts';
import { fromEnd, type Scene } from '../scene.ts';
import { submit } from '../submit.ts';

/** Somebody changes an email: one they have just planned for later, or an earlier one if it still waits. */
export const editWaiting = kindOf({
  name: 'edit',
  weight: 7,
  drawn: fc.record({
    order: drawnOrder,
    later: fc.integer({ min: 5, max: 150_000 }),
    earlier: onceIn(2, fc.nat()),
    afterMs: fc.nat({ max: 60 }),
    words: fc.boolean(),
    to: onceIn(2, fc.nat({ max: 9_999 })),
    newTime: onceIn(2, fc.integer({ min: 0, max: 150_000 })),
  }),
  async run(scene: Scene, { order, later, earlier, afterMs, words, to, newTime }) {
    const taken =
      earlier === null
        ? await submit(scene, { ...orderOf(scene.cast, order), later })
        : fromEnd(scene.journal.taken, earlier);
    if (!taken) return;
    await pause(afterMs);
    await edit(scene, taken, { words, to, later: newTime });
  },
});
