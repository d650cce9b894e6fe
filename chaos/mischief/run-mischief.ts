import { setTimeout as pause } from 'node:timers/promises';
import * as fc from 'fast-check';
import { draw, oneOf } from '../history/draw.ts';
import type { Tickets } from '../history/tickets.ts';
import { mischief } from './all.ts';
import type { Rig } from './rig.ts';

/** Disturbances one after the other, some sends apart, until there are enough sends and kills. Counts them by name. */
export async function runMischief(rig: Rig, tickets: Tickets, seed: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const planned = fc.record({
    gap: fc.integer({ min: 2, max: 30 }),
    what: oneOf(mischief(rig.database.engine)),
  });
  for (const { gap, what } of draw(planned, seed, 'mischief')) {
    await tickets.reached(tickets.taken + gap);
    if (tickets.isOver) break;
    await what.run(rig);
    counts.set(what.name, (counts.get(what.name) ?? 0) + 1);
    await pause(1);
  }
  return counts;
}
