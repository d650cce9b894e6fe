import { resolve } from 'node:path';
import { backUpSqlite } from '../store/backup.ts';
import { runCommand } from './run-command.ts';

const usage =
  'Usage: npm run backup -- FILE   writes a consistent copy of the SQLite database, also while the server runs';

await runCommand(usage, {
  async '*'(file = '') {
    if (file === '') throw new Error(usage);
    const url = process.env.DATABASE_URL || 'file:./data/behalf.db';
    if (!url.startsWith('file:'))
      throw new Error('This is PostgreSQL: use pg_dump, which knows how to copy it whole.');
    backUpSqlite(resolve(url.slice('file:'.length)), resolve(file));
    return `Copied to ${file}. Keep BEHALF_KEY apart from it.`;
  },
});
