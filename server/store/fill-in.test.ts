import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql, type SQL } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { defaultPolicy } from '../../shared/domain/tracking-policy.ts';
import { createHttpWorld } from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';
import { migrationsFolder } from './migrate.ts';
import type { Db } from './store.ts';
import { eachEngine } from './testing/engines.ts';
import { writePolicy } from './workspaces.ts';

const shared = sharedGoogle();

/** Runs the statements of a migration that fill in its new columns, as they are. */
async function fillIn(q: Db, engine: 'sqlite' | 'postgres', migration: string): Promise<void> {
  const file = join(migrationsFolder(engine === 'sqlite' ? 'sqlite' : 'pg'), `${migration}.sql`);
  const statements = readFileSync(file, 'utf8').split('--> statement-breakpoint');
  const raw = q as unknown as {
    execute?: (statement: SQL) => Promise<unknown>;
    session: { run(statement: SQL): unknown };
  };
  for (const statement of statements.filter((one) => one.includes('UPDATE')))
    await (raw.execute ? raw.execute(sql.raw(statement)) : raw.session.run(sql.raw(statement)));
}

eachEngine((engine, open) => {
  it('an upgrade lets what waits end as its workspace wants it, and takes old figures for those of all emails', async () => {
    const http = await createHttpWorld(await open(), shared.google);
    const [ravi, sam] = [await http.enter('ravi@acme.test'), await http.enter('sam@globex.test')];
    const submit = async (who: typeof ravi) =>
      (await who.submit({ from: { mailboxId: who.mailboxId } })).body;
    const sent = await submit(ravi);
    await http.dispatchAll();
    const [waits, waitsElsewhere] = [await submit(ravi), await submit(sam)];
    const { sends, senderDays } = http.store.read.t;
    await http.store.tx(async (q) => {
      await writePolicy(q, ravi.workspaceId, { ...defaultPolicy, unsubscribeLine: true });
      await q.update(senderDays).set({ repliesLookedAt: 0 });
      await fillIn(q, engine, '0006_when_it_went');
    });
    const rows = await http.store.read.select().from(sends);
    const endsWithLine = rows.filter(({ unsubscribeLine }) => unsubscribeLine).map(({ id }) => id);
    expect(endsWithLine).toEqual([waits.id]);
    expect(rows.map(({ id }) => id).sort()).toEqual([sent.id, waits.id, waitsElsewhere.id].sort());
    expect(await http.store.read.select().from(senderDays)).toMatchObject([{ sent: 1, repliesLookedAt: 1 }]);
  });
});
