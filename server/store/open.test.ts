import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, inject, it } from 'vitest';
import { openStore } from './open.ts';
import { freshDatabase } from './testing/databases.ts';

it('opens a SQLite file by either way of writing its address', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'behalf-open-'));
  const file = join(folder, 'behalf.db');
  for (const address of [`file:${file}`, pathToFileURL(file).href]) {
    const store = await openStore(address);
    expect(store.engine).toBe('sqlite');
    await store.close();
  }
  rmSync(folder, { recursive: true });
});

it('opens a PostgreSQL database', async () => {
  const { url, drop } = await freshDatabase(inject('postgresUrl'));
  const store = await openStore(url.replace('postgres:', 'postgresql:'));
  expect(store.engine).toBe('postgres');
  await store.ready();
  await store.close();
  await drop();
});

it('refuses any other address, without repeating it', async () => {
  await expect(openStore('mysql://me:s3cret@host/db')).rejects.toThrow(/^DATABASE_URL must begin with/);
});
