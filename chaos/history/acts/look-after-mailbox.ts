import * as fc from 'fast-check';
import type { Person } from '../../system/people.ts';
import { kindOf } from '../draw.ts';
import { isConnected, reconnect } from '../reconnect.ts';
import { at, type Scene } from '../scene.ts';

/** An owner whose mailbox the provider has disconnected connects it again. */
export const lookAfterMailbox = kindOf({
  name: 'look after a mailbox',
  weight: 3,
  drawn: fc.nat(),
  run: (scene: Scene, drawn) => connectIfLost(scene, at(scene.cast.people, drawn)),
});

export const connectIfLost = (scene: Scene, owner: Person): Promise<void> =>
  scene.turns.take(owner.id, async () => {
    if (!(await isConnected(scene, owner))) await reconnect(scene, owner);
  });
