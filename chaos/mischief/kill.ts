import * as fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { draw } from '../history/draw.ts';
import type { Tickets } from '../history/tickets.ts';
import { sendMoments } from '../system/google-messages.ts';
import type { Slot } from '../system/fleet.ts';
import { oneThatIsUp, type Rig } from './rig.ts';

/** When a server is killed: at some time, while its successor still starts, or at a certain step of a send. */
const hows = ['any time', 'starting', 'leaving', ...sendMoments] as const;
export type How = (typeof hows)[number];

const drawnKill = fc.record({
  how: fc.constantFrom<How>('any time', ...hows),
  which: fc.nat(),
  afterMs: fc.nat({ max: 60 }),
  after: fc.integer({ min: 1, max: 8 }),
});
type Kill = typeof drawnKill extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** A step that does not come within this time is not waited for (milliseconds). */
const withinMs = 600;

/** Kills (SIGKILL) as many servers as the tickets say, spread evenly over the sends. Counts them by how. */
export async function runKills(
  rig: Rig,
  tickets: Tickets,
  { seed, kills }: { seed: number; kills: number },
): Promise<Map<How, number>> {
  const counts = new Map<How, number>();
  if (kills === 0) return counts;
  for (const kill of draw(drawnKill, seed, 'kills')) {
    const { kills: before } = rig.fleet;
    if (kill.how !== 'starting') await tickets.reached(Math.floor((before + 0.5) * tickets.perKill));
    const how = await killOne(rig, kill);
    while (rig.fleet.kills === before) await pause(1);
    counts.set(how, (counts.get(how) ?? 0) + 1);
    tickets.noteKill();
    if (rig.fleet.kills >= kills) return counts;
  }
  return counts;
}

/** Resolves with how it was done in the end. */
async function killOne(rig: Rig, { how, which, afterMs, after }: Kill): Promise<How> {
  if (how === 'starting') {
    await pause(afterMs);
    const starting = rig.fleet.slots.find(({ child, url }) => child !== null && url === null);
    if (starting?.child) {
      starting.child.signal('SIGKILL');
      return how;
    }
  } else if (how === 'leaving') {
    if (await dieAtSend(await anyUp(rig, which), after)) return how;
  } else if (how === 'any time') {
    await pause(afterMs);
  } else {
    const pid = await rig.google.ask('strike', { moment: how, after, signal: 'SIGKILL', withinMs });
    if (pid !== null) return how;
  }
  (await anyUp(rig, which)).child?.signal('SIGKILL');
  return 'any time';
}

async function dieAtSend({ child }: Slot, after: number): Promise<boolean> {
  if (!child) return false;
  child.tell({ dieAtSend: after });
  const end = await Promise.race([child.ended, pause(withinMs, null)]);
  if (end === null) child.tell({ dieAtSend: null });
  return end !== null;
}

async function anyUp(rig: Rig, which: number): Promise<Slot> {
  for (;;) {
    const slot = oneThatIsUp(rig, which);
    if (slot) return slot;
    await pause(1);
  }
}
