import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, inject, it } from 'vitest';
import { createVault, newKey, parseKeys } from '../../accounts/vault/index.ts';
import { openPostgres } from '../../store/postgres.ts';
import { openSqlite } from '../../store/sqlite.ts';
import type { Store } from '../../store/store.ts';
import { freshDatabase } from '../../store/testing/databases.ts';
import { allowed, createWorld, refusalOf, sharedGoogle } from '../../testing/world.ts';

const shared = sharedGoogle();
const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Opens the same database again and again. */
const databases: Record<string, () => Promise<() => Promise<Store>>> = {
  sqlite: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'behalf-restart-'));
    cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
    return async () => openSqlite(join(folder, 'behalf.db'));
  },
  postgres: async () => {
    const { url, drop } = await freshDatabase(inject('postgresUrl'));
    cleanUps.push(drop);
    return () => openPostgres(url, { migrate: false });
  },
};

it.each(['sqlite', 'postgres'])(
  'keys hold after a restart, before and after all is over, on %s',
  async (engine) => {
    const open = await databases[engine]!();
    const vault = createVault(parseKeys(newKey()));
    let store = await open();
    const before = createWorld(store, shared.google, vault);
    const [ravi, maya] = [await before.join('ravi@acme.test'), await before.join('maya@acme.test')];
    const from = { grantId: (await before.grant(maya, ravi, { approval: 'none', dailyCap: 5 })).id };
    const submit = async (world: typeof before) => [
      allowed(await world.submit(ravi, { from }, 'one-email')).id,
      allowed(await world.submitBatch(ravi, { from }, 'one-batch')).id,
    ];
    const first = await submit(before);
    const calls = () => shared.google.record.sends().length;
    const began = calls();
    for (const days of [0, 40, 800]) {
      await store.close();
      store = await open();
      const world = createWorld(store, shared.google, vault);
      world.advance(days * 86_400_000);
      expect(await submit(world)).toEqual(first);
      expect(refusalOf(await world.submitBatch(ravi, { from, subject: 'Another' }, 'one-batch'))).toBe(
        'idempotency_conflict',
      );
      await world.dispatchAll();
      expect(calls() - began).toBe(4);
    }
    await store.close();
  },
);
