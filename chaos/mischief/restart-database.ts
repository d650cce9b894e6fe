import * as fc from 'fast-check';
import { kindOf } from '../history/draw.ts';
import { stalled, type Rig } from './rig.ts';

/** PostgreSQL is stopped at once, and started again. For SQLite a killed server is the same. */
export const restartDatabase = kindOf({
  name: 'the database restarts',
  weight: 2,
  drawn: fc.constant(null),
  async run(rig: Rig) {
    const { postgres } = rig.database;
    if (postgres) await stalled(rig, 'database', () => postgres.restart());
  },
});
