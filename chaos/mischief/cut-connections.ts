import * as fc from 'fast-check';
import pg from 'pg';
import { kindOf } from '../history/draw.ts';
import type { Rig } from './rig.ts';

/** Some connections to PostgreSQL break, in the middle of whatever they carried. */
export const cutConnections = kindOf({
  name: 'connections break',
  weight: 3,
  drawn: fc.integer({ min: 1, max: 4 }),
  async run({ database }: Rig, oneIn) {
    if (!database.postgres) return;
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'behalf' and pid % $1 = 0`,
      [oneIn],
    );
    await client.end();
  },
});
