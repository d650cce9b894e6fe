import type { Fleet, Slot } from '../system/fleet.ts';
import type { GoogleProcess } from '../system/google-process.ts';
import type { TestDatabase } from '../system/database.ts';

/** A while in which something stood still that others waited for (epoch ms). */
export type Stall = { what: string; from: number; until: number };

/** What disturbances work on. */
export type Rig = {
  fleet: Fleet;
  google: GoogleProcess;
  database: TestDatabase;
  stalls: Stall[];
  /** What can't be done on this machine, and why. */
  impossible: Set<string>;
};

/** One of the servers that answer, or null while none does. */
export function oneThatIsUp({ fleet }: Rig, drawn: number): Slot | null {
  const up = fleet.slots.filter(({ url }) => url !== null);
  return up[drawn % Math.max(1, up.length)] ?? null;
}

/** Notes that something stands still while `work` is done. */
export async function stalled(rig: Rig, what: string, work: () => Promise<void>): Promise<void> {
  const from = Date.now();
  try {
    await work();
  } finally {
    rig.stalls.push({ what, from, until: Date.now() });
  }
}
