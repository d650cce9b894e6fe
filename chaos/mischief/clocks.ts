import type { Slot } from '../system/fleet.ts';
import type { Rig } from './rig.ts';

/** Longer than a lease (90 s), and well below the five minutes after which an email that is not in Sent counts as unsent. */
export const pastLeaseMs = 95_000;

/**
 * Moves clocks. Not before the stand-in has finished what it has: five minutes of our clock take no time here, and
 * a request may really take a second or two of it.
 */
export async function jump({ google }: Rig, slots: readonly Slot[], ms: number): Promise<void> {
  await google.ask('settle', null);
  for (const { clock } of slots) clock.set(clock.offset + ms);
}

/** All servers agree on the time again, that of the one that is furthest ahead. */
export async function alignClocks(rig: Rig): Promise<void> {
  const { slots } = rig.fleet;
  const latest = Math.max(...slots.map(({ clock }) => clock.offset));
  for (const slot of slots) await jump(rig, [slot], latest - slot.clock.offset);
}
