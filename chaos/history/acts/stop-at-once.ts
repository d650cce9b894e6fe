import * as fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { kindOf, onceIn } from '../draw.ts';
import { drawnOrder, orderOf } from '../orders.ts';
import { at, type Scene } from '../scene.ts';
import { cancel, disconnect, endGrant, freeze, pauseAll } from '../stops.ts';
import { submit } from '../submit.ts';

const stops = [
  ...(['revoke', 'revoke', 'revoke', 'leave', 'cancel', 'cancel', 'pause', 'disconnect'] as const),
  'freeze' as const,
];

/** An email is submitted, and moments later somebody who may do so stops it: often while it is being handed over. */
export const stopAtOnce = kindOf({
  name: 'submit and stop',
  weight: 8,
  drawn: fc.record({
    order: drawnOrder,
    by: fc.constantFrom(...stops),
    afterMs: fc.nat({ max: 60 }),
    restMs: fc.nat({ max: 150 }),
    cap: fc.constantFrom(4, 30, 2000, 2000),
    approval: fc.constantFrom('none', 'none', 'none', 'none', 'first', 'every'),
    asked: fc.boolean(),
    expires: onceIn(6, fc.integer({ min: 10_000, max: 300_000 })),
  }),
  async run(scene: Scene, { order, by, afterMs, restMs, cap, approval, asked, expires }) {
    const pair = at(scene.cast.pairs, order.pair);
    const taken = await submit(scene, orderOf(scene.cast, order, pair));
    if (!taken) return;
    await pause(afterMs);
    if (by === 'cancel') await cancel(scene, taken);
    else if (by === 'pause') await pauseAll(scene, pair.acceptor, restMs);
    else if (by === 'freeze') await freeze(scene, pair.acceptor, restMs);
    else if (by === 'disconnect') await disconnect(scene, pair.acceptor, restMs);
    else {
      const expiresAt = expires === null ? null : new Date(scene.clock() + expires).toISOString();
      await endGrant(scene, pair, { by, restMs, asked, terms: { dailyCap: cap, approval, expiresAt } });
    }
    scene.journal.count(by);
  },
});
