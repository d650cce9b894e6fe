import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Services } from '../../demo/services.ts';

/** Reads or changes the server's own rows. To change any the server must have been stopped. */
export function withDatabase<Value>(
  { dataDir }: Services,
  act: (database: Database.Database) => Value,
  options: { readonly?: boolean } = {},
): Value {
  const database = new Database(join(dataDir, 'behalf.db'), options);
  try {
    return act(database);
  } finally {
    database.close();
  }
}

/** The states of all sends from this mailbox's owner, oldest first. */
export const sendStates = (services: Services, owner: string): string[] =>
  withDatabase(
    services,
    (database) =>
      database
        .prepare(
          'select sends.state from sends join members on members.id = sends.acceptor_id where members.email = ? order by sends.created_at',
        )
        .pluck()
        .all(owner) as string[],
    { readonly: true },
  );
