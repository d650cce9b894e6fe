import * as fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { kindOf } from '../history/draw.ts';
import { childrenOf, ownerOf } from '../system/process-tree.ts';
import { succeeds } from '../system/run-command.ts';
import { oneThatIsUp, type Rig } from './rig.ts';

/**
 * No file of the database can grow beyond some size for a while (RLIMIT_FSIZE, set from outside on the running
 * processes): writes fail in the middle of commits, as on a full disk. PostgreSQL's new processes are spared.
 */
export const fillDisk = kindOf({
  name: 'the disk is full',
  weight: 3,
  drawn: fc.record({
    which: fc.nat(),
    bytes: fc.constantFrom(1, 4_096, 65_536, 1_048_576),
    forMs: fc.integer({ min: 30, max: 400 }),
  }),
  async run(rig: Rig, { which, bytes, forMs }) {
    const pids = writers(rig, which);
    const limit = (to: string) =>
      Promise.all(
        pids.map((pid) => succeeds('prlimit', ['--pid', String(pid), `--fsize=${to}:`], ownerOf(pid))),
      );
    const set = await limit(String(bytes));
    if (pids.length > 0 && !set.includes(true))
      rig.impossible.add('a full disk (prlimit is missing, or not allowed)');
    await pause(forMs);
    await limit('unlimited');
  },
});

function writers(rig: Rig, which: number): number[] {
  const { postgres } = rig.database;
  if (postgres) return childrenOf(postgres.pid());
  const pid = oneThatIsUp(rig, which)?.child?.pid;
  return pid === undefined ? [] : [pid];
}
