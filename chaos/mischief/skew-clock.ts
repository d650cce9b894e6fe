import * as fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { kindOf } from '../history/draw.ts';
import { jump, pastLeaseMs } from './clocks.ts';
import { oneThatIsUp, type Rig } from './rig.ts';

/** One server's clock jumps beyond the leases of all, and back. */
export const skewClock = kindOf({
  name: 'a clock jumps and comes back',
  weight: 3,
  drawn: fc.record({ which: fc.nat(), forMs: fc.nat({ max: 400 }) }),
  async run(rig: Rig, { which, forMs }) {
    const slot = oneThatIsUp(rig, which);
    if (!slot) return;
    await jump(rig, [slot], pastLeaseMs);
    await pause(forMs);
    await jump(rig, [slot], -pastLeaseMs);
  },
});
