import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { eraseEmailsTo, eraseSends } from '../store/erase.ts';
import { eachEngine } from '../store/testing/engines.ts';
import type { SendRow } from '../store/sends.ts';
import type { Db, Store } from '../store/store.ts';
import { insertHits, lockTracked, type HitRow } from '../store/tracking-hits.ts';
import { sharedGoogle } from '../testing/world.ts';
import { trackedWorld } from './testing/tracked-email.ts';

const shared = sharedGoogle();

/** Does `first` in a unit of work, then begins `second`, and ends the unit with `last` once that waits for it. */
async function holdUp(
  store: Store,
  first: (q: Db) => Promise<unknown>,
  second: () => Promise<unknown>,
  last?: (q: Db) => Promise<unknown>,
) {
  let begin = () => {};
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const held = store.tx(async (q) => {
    await first(q);
    begin();
    // On SQLite one always waits.
    while (q.engine === 'postgres' && !(await somebodyWaits(q)));
    await last?.(q);
  });
  await Promise.race([begun, held]);
  await Promise.all([held, second()]);
}

const somebodyWaits = async (q: Db): Promise<boolean> =>
  (await q.rows(sql`select 1 from pg_locks where not granted limit 1`)).length > 0;

eachEngine((_engine, open) => {
  const scene = async () => {
    const world = await trackedWorld(await open(), shared.google);
    const email = await world.sendTracked();
    world.it.advance(60_000);
    const erase = (q: Db) => eraseSends(q, world.ravi.memberId, world.it.clock());
    return { ...world, email, erase };
  };

  test('hits that were being counted when their email was erased are erased with it', async () => {
    const { it, store, email, erase, hits } = await scene();
    const hit: HitRow = {
      ...{ sendId: email.id, seq: 1, kind: 'open', link: null, at: it.clock(), visitor: 'v', mark: 'm' },
      ...{ verdict: 'person', reason: 'browser', agent: 'browser' },
    };
    const count = async (q: Db) => {
      await lockTracked(q, [email.id]);
      await insertHits(q, [hit]);
    };
    await holdUp(store, count, () => store.tx(erase));
    expect(await hits(email.id)).toEqual([]);
  });

  test('a hit that waits while its email is erased leaves nothing', async () => {
    const { store, email, erase, ask, hits, row } = await scene();
    await holdUp(store, erase, () => ask(email.pixel));
    expect(await hits(email.id)).toEqual([]);
    expect(await row(email.id)).toMatchObject({ hits: 0, openPeople: 0, tellAt: null });
  });

  test('an email that ends while others to its recipient are erased stays whole, or nothing of it stays', async () => {
    const { it, store, email, maya, sendTracked, row } = await scene();
    const { sends } = store.read.t;
    const late = await sendTracked();
    const setState = (q: Db, state: 'sending' | 'sent') =>
      q.update(sends).set({ state }).where(eq(sends.id, late.id));
    await store.tx((q) => setState(q, 'sending'));
    const [{ toEmail, recipientKey }] = (await store.read.select().from(sends)) as [SendRow];
    const to = { workspaceId: maya.workspaceId, recipientKeys: [recipientKey] };
    const erase = () => store.tx((q) => eraseEmailsTo(q, to, it.clock()));
    await holdUp(
      store,
      (q) => lockTracked(q, [email.id]),
      erase,
      (q) => setState(q, 'sent'),
    );
    const [after] = await store.read.select().from(sends).where(eq(sends.id, late.id));
    expect((await row(late.id)).sealedLinks === null).toBe(after!.toEmail !== toEmail);
  });
});
