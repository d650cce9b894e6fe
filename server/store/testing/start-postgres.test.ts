import pg from 'pg';
import { expect, it } from 'vitest';
import { startPostgres } from './start-postgres.ts';

it('keeps what was committed when it is restarted at once', async () => {
  const postgres = await startPostgres({ restartable: true });
  try {
    const client = new pg.Client({ connectionString: postgres.url });
    const lost = new Promise((resolve) => client.once('error', resolve));
    await client.connect();
    await client.query('create table things as select 7 as thing');
    const first = postgres.pid();
    await postgres.restart();
    await lost;
    expect(postgres.pid()).not.toBe(first);
    const again = new pg.Client({ connectionString: postgres.url });
    await again.connect();
    expect((await again.query('select thing from things')).rows).toEqual([{ thing: 7 }]);
    await again.end();
  } finally {
    await postgres.stop();
  }
});
