import * as fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { kindOf } from '../history/draw.ts';
import { sendMoments } from '../system/google-messages.ts';
import { jump, pastLeaseMs } from './clocks.ts';
import { oneThatIsUp, stalled, type Rig } from './rig.ts';

/** A server is stopped (SIGSTOP) in the middle of whatever it does, its leases run out, and it goes on. */
export const stopServer = kindOf({
  name: 'a server sleeps past its leases',
  weight: 4,
  drawn: fc.record({
    which: fc.nat(),
    moment: fc.constantFrom(null, ...sendMoments),
    after: fc.integer({ min: 1, max: 6 }),
    before: fc.nat({ max: 200 }),
    later: fc.nat({ max: 500 }),
  }),
  async run(rig: Rig, { which, moment, after, before, later }) {
    const { fleet, google } = rig;
    const strike = { after, signal: 'SIGSTOP', withinMs: 500 } as const;
    const pid = moment === null ? null : await google.ask('strike', { ...strike, moment });
    const slot = fleet.slots.find(({ child }) => child?.pid === pid) ?? oneThatIsUp(rig, which);
    const child = slot?.child;
    if (!slot || !child) return;
    child.signal('SIGSTOP');
    await stalled(rig, slot.name, async () => {
      await pause(before);
      await jump(rig, fleet.slots, pastLeaseMs);
      await pause(later);
      child.signal('SIGCONT');
    });
  },
});
