import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../server/store/testing/start-postgres.ts';

export const engines = ['sqlite', 'postgres'] as const;
export type Engine = (typeof engines)[number];
export const engineNames: Record<Engine, string> = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

/** An empty database as in real life: SQLite waits for the disk (synchronous=FULL), so does PostgreSQL (its defaults). */
export async function emptyDatabase(engine: Engine): Promise<{ url: string; remove(): Promise<void> }> {
  if (engine === 'postgres') {
    const postgres = await startPostgres({ durable: true });
    return { url: postgres.url, remove: () => postgres.stop() };
  }
  const folder = mkdtempSync(join(tmpdir(), 'behalf-bench-'));
  return {
    url: `file:${join(folder, 'behalf.db')}`,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
