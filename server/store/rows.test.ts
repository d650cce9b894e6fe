import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { isUniqueViolation } from './errors.ts';
import type { Db, Store } from './store.ts';
import { createContractTables, type ContractTables } from './testing/contract-tables.ts';
import { eachEngine } from './testing/engines.ts';

eachEngine((_engine, open) => {
  let store: Store;
  let things: ContractTables['things'];
  let pairs: ContractTables['pairs'];

  beforeEach(async () => {
    store = await open();
    ({ things, pairs } = await createContractTables(store));
  });

  const add = async (q: Db, id: string, more: Partial<typeof things.$inferInsert> = {}): Promise<void> => {
    await q.insert(things).values({ id, ...more });
  };

  describe('rows', () => {
    it('come back as they were written, in every kind of column', async () => {
      const row = {
        id: 'é😀\u2028',
        owner: null,
        name: "it's",
        state: 'taken' as const,
        used: 2 ** 53 - 1,
        since: 1_900_000_000_123,
        flag: true,
        doc: { list: [1, 2.5], text: '"quoted" \\ and {braces}' },
        secret: Buffer.from([0, 255, 10, 128]),
      };
      const [returned] = await store.tx((q) => q.insert(things).values(row).returning());
      expect(returned).toEqual(row);
      const [read] = await store.read.select().from(things).where(eq(things.flag, true));
      expect(read).toEqual(row);
      expect(Buffer.isBuffer(read?.secret)).toBe(true);
    });

    it('take their defaults', async () => {
      const [row] = await store.tx((q) => q.insert(things).values({ id: 'a' }).returning());
      expect(row).toMatchObject({ state: 'waiting', used: 0, flag: false, doc: null, secret: null });
    });

    it('are not inserted twice with onConflictDoNothing, which returns only the new ones', async () => {
      await store.tx((q) => add(q, 'a'));
      const inserted = await store.tx((q) =>
        q
          .insert(things)
          .values([{ id: 'a' }, { id: 'b' }])
          .onConflictDoNothing()
          .returning({ id: things.id }),
      );
      expect(inserted).toEqual([{ id: 'b' }]);
    });

    it('are updated in place with onConflictDoUpdate', async () => {
      const count = (): Promise<{ used: number }[]> =>
        store.tx((q) =>
          q
            .insert(things)
            .values({ id: 'a', used: 1 })
            .onConflictDoUpdate({ target: things.id, set: { used: sql`${things.used} + 1` } })
            .returning({ used: things.used }),
        );
      expect([await count(), await count()]).toEqual([[{ used: 1 }], [{ used: 2 }]]);
    });

    it('follow their foreign keys', async () => {
      await expect(
        store.tx(async (q) => void (await q.insert(pairs).values({ left: 'a', right: 'nobody' }))),
      ).rejects.toThrow();
      await store.tx(async (q) => {
        await add(q, 'b');
        await q.insert(pairs).values({ left: 'a', right: 'b' });
        await q.delete(things).where(eq(things.id, 'b'));
      });
      expect(await store.read.$count(pairs)).toBe(0);
    });

    it('of handwritten SQL carry its names, and whole numbers as numbers', async () => {
      const rows = await store.tx(async (q) => {
        await add(q, 'a', { used: 5_000_000_000, flag: true });
        await q.rows(sql`update ${things} set owner = ${'me'} where ${things.flag} = ${true}`);
        return q.rows<{ n: number; total: number; who: string }>(
          sql`select count(*) as n, sum(${things.used}) as total, max(${things.owner}) as who from ${things}`,
        );
      });
      expect(rows).toEqual([{ n: 1, total: 5_000_000_000, who: 'me' }]);
      expect(await store.read.rows(sql`select 1 as one where 1 = 2`)).toEqual([]);
    });
  });

  describe('a key that exists', () => {
    const violationOf = (rows: (typeof things.$inferInsert)[]): Promise<unknown> =>
      store.tx(async (q) => void (await q.insert(things).values(rows))).catch((error: unknown) => error);

    it('is recognised, with its table and columns', async () => {
      const error = await violationOf([
        { id: 'a', owner: 'o', name: 'same' },
        { id: 'b', owner: 'o', name: 'same', state: 'taken' },
      ]);
      for (const hint of [undefined, 'contract_things', 'contract_things.owner', 'contract_things.name']) {
        expect(isUniqueViolation(error, hint)).toBe(true);
      }
      for (const hint of ['contract', 'contract_things.id', 'contract_pairs']) {
        expect(isUniqueViolation(error, hint)).toBe(false);
      }
    });

    it('is recognised as a primary key, alone or composite', async () => {
      expect(isUniqueViolation(await violationOf([{ id: 'a' }, { id: 'a' }]), 'contract_things.id')).toBe(
        true,
      );
      const pair = store.tx(async (q) => {
        await add(q, 'r');
        const values = { left: 'l', right: 'r' };
        await q.insert(pairs).values([values, values]);
      });
      expect(isUniqueViolation(await pair.catch((e: unknown) => e), 'contract_pairs.right_id')).toBe(true);
    });

    it('is recognised by the name of an index over expressions', async () => {
      const error = await violationOf([
        { id: 'a', owner: '1', name: 'Same' },
        { id: 'b', owner: '2', name: 'sAME' },
      ]);
      expect(isUniqueViolation(error, 'contract_things_lower')).toBe(true);
    });

    it('does not put the values into its error, which may be logged', async () => {
      const error = await violationOf([
        { id: 'a', owner: 'mia@example.com', name: 'tok_s3cret' },
        { id: 'b', owner: 'mia@example.com', name: 'tok_s3cret' },
      ]);
      const seen: string[] = [];
      for (let e = error as (Error & Record<string, unknown>) | undefined; e; e = e.cause as typeof e) {
        seen.push(e.message, String(e.stack), JSON.stringify(e));
      }
      expect(seen.join('\n')).not.toMatch(/mia@|s3cret/i);
    });

    it('is no other failure', async () => {
      const error = await store.tx((q) => q.rows(sql`select nothing from nowhere`)).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(Error);
      expect(isUniqueViolation(error)).toBe(false);
    });
  });

  describe('locking selects', () => {
    it('hand each row to one taker, however many come at once', async () => {
      await store.tx(async (q) => {
        await q.insert(things).values(Array.from({ length: 60 }, (_, i) => ({ id: `t${i}` })));
      });
      const take = (): Promise<{ id: string }[]> =>
        store.tx(async (q) => {
          const free = q
            .select({ id: things.id })
            .from(things)
            .where(eq(things.state, 'waiting'))
            .orderBy(asc(things.id))
            .limit(5);
          return q
            .update(things)
            .set({ state: 'taken' })
            .where(and(inArray(things.id, q.skipLocked(free)), eq(things.state, 'waiting')))
            .returning({ id: things.id });
        });
      const taken: string[] = [];
      while ((await store.read.$count(things, eq(things.state, 'waiting'))) > 0) {
        const batches = await Promise.all(Array.from({ length: 8 }, take));
        taken.push(...batches.flat().map((row) => row.id));
      }
      expect(taken).toHaveLength(60);
      expect(new Set(taken).size).toBe(60);
    });

    it('make read and write safe: 20 concurrent increments are 20', async () => {
      await store.tx((q) => add(q, 'a'));
      await Promise.all(
        Array.from({ length: 20 }, () =>
          store.tx(async (q) => {
            const one = q.select({ used: things.used }).from(things).where(eq(things.id, 'a'));
            const [row] = await q.forUpdate(one);
            await q.update(things).set({ used: (row?.used ?? 0) + 1 });
          }),
        ),
      );
      expect(await store.read.select({ used: things.used }).from(things)).toEqual([{ used: 20 }]);
    });

    it('may name the one of several tables whose rows they lock', async () => {
      const rows = await store.tx(async (q) => {
        await add(q, 'a');
        const joined = q.select({ id: things.id }).from(things).leftJoin(pairs, eq(pairs.right, things.id));
        return q.skipLocked(joined, { of: things });
      });
      expect(rows).toEqual([{ id: 'a' }]);
    });
  });
});
