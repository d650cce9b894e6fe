import * as fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { kindOf } from '../history/draw.ts';
import { childrenOf, signalAll } from '../system/process-tree.ts';
import { stalled, type Rig } from './rig.ts';

/** PostgreSQL answers nobody for a while, as when the network to it hangs. */
export const pauseDatabase = kindOf({
  name: 'the database stands still',
  weight: 2,
  drawn: fc.integer({ min: 50, max: 700 }),
  async run(rig: Rig, forMs) {
    const { postgres } = rig.database;
    if (!postgres) return;
    const pids = [postgres.pid(), ...childrenOf(postgres.pid())];
    await stalled(rig, 'database', async () => {
      signalAll(pids, 'SIGSTOP');
      await pause(forMs);
      signalAll(pids, 'SIGCONT');
    });
  },
});
