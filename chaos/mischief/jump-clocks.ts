import * as fc from 'fast-check';
import { kindOf } from '../history/draw.ts';
import { jump, pastLeaseMs } from './clocks.ts';
import type { Rig } from './rig.ts';

/** All clocks jump beyond every lease. */
export const jumpClocks = kindOf({
  name: 'clocks jump',
  weight: 6,
  drawn: fc.nat({ max: 5_000 }),
  run: (rig: Rig, more) => jump(rig, rig.fleet.slots, pastLeaseMs + more),
});
