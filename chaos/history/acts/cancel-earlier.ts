import * as fc from 'fast-check';
import { kindOf } from '../draw.ts';
import { fromEnd, type Scene } from '../scene.ts';
import { cancel } from '../stops.ts';

/** Somebody takes back an email of a while ago; those that wait for their time still can be. */
export const cancelEarlier = kindOf({
  name: 'cancel',
  weight: 4,
  drawn: fc.nat(),
  async run(scene: Scene, drawn) {
    const taken = fromEnd(scene.journal.taken, drawn);
    if (taken) await cancel(scene, taken);
  },
});
