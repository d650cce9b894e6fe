import * as fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { kindOf } from '../history/draw.ts';
import { stalled, type Rig } from './rig.ts';

/** Nothing comes back from the provider for a while, and then all at once: some requests time out meanwhile. */
export const pauseNetwork = kindOf({
  name: 'the provider stands still',
  weight: 3,
  drawn: fc.integer({ min: 50, max: 1_400 }),
  run: (rig: Rig, forMs) =>
    stalled(rig, 'provider', async () => {
      rig.google.signal('SIGSTOP');
      await pause(forMs);
      rig.google.signal('SIGCONT');
    }),
});
