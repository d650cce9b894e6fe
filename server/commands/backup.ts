import { resolve } from 'node:path';
import { backUpSqlite } from '../store/backup.ts';
import { existingSqliteFile } from './open-existing.ts';
import { runCommand } from './run-command.ts';

const usage =
  'Usage: npm run backup -- FILE   writes a consistent copy of the SQLite database, also while the server runs';

await runCommand(usage, {
  async '*'(file = '') {
    backUpSqlite(existingSqliteFile(process.env), resolve(file));
    return `Copied to ${file}. Keep BEHALF_KEY apart from it.`;
  },
});
