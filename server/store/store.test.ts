import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { isUniqueViolation } from './errors.ts';
import type { Db, Store } from './store.ts';
import { createContractTables, signal, type ContractTables } from './testing/contract-tables.ts';
import { eachEngine } from './testing/engines.ts';

eachEngine((engine, open) => {
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
  const ids = async (): Promise<string[]> =>
    (await store.read.select({ id: things.id }).from(things).orderBy(asc(things.id))).map((row) => row.id);

  describe('a transaction', () => {
    it('keeps everything when its work resolves, and hands back what the work returned', async () => {
      const result = await store.tx(async (q) => {
        await add(q, 'a');
        await add(q, 'b');
        return 'done';
      });
      expect(result).toBe('done');
      expect(await ids()).toEqual(['a', 'b']);
    });

    it('keeps nothing when its work throws, and rejects with that very error', async () => {
      const error = new Error('changed my mind');
      const work = store.tx(async (q) => {
        await add(q, 'a');
        throw error;
      });
      await expect(work).rejects.toBe(error);
      expect(await ids()).toEqual([]);
    });

    it('keeps nothing when its work throws before it awaits anything', async () => {
      const work = store.tx(() => {
        throw new Error('at once');
      });
      await expect(work).rejects.toThrow('at once');
      await store.tx((q) => add(q, 'a'));
      expect(await ids()).toEqual(['a']);
    });

    it('sees its own writes, which nobody else sees before the commit', async () => {
      const written = signal();
      const mayCommit = signal();
      const work = store.tx(async (q) => {
        await add(q, 'a');
        const own = await q.select().from(things);
        written.give();
        await mayCommit.promise;
        return own.length;
      });
      await written.promise;
      expect(await ids()).toEqual([]);
      mayCommit.give();
      expect(await work).toBe(1);
      expect(await ids()).toEqual(['a']);
    });

    it('rolls back alone when others run beside it', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 30 }, (_, i) =>
          store.tx(async (q) => {
            await add(q, `t${i}`);
            if (i % 10 === 3) throw new Error(`unit ${i}`);
            return i;
          }),
        ),
      );
      expect(outcomes.filter((o) => o.status === 'rejected').map((o) => o.reason.message)).toEqual([
        'unit 3',
        'unit 13',
        'unit 23',
      ]);
      expect(await ids()).toHaveLength(27);
    });

    it('commits nothing after a failed statement, even when the failure was swallowed', async () => {
      await store.tx((q) => add(q, 'a'));
      const work = store.tx(async (q) => {
        await add(q, 'b');
        await add(q, 'a').catch(() => {});
      });
      await expect(work).rejects.toThrow('failed earlier');
      expect(await ids()).toEqual(['a']);
    });

    it('resolves a query that was returned without awaiting it', async () => {
      await store.tx((q) => add(q, 'a'));
      expect(await store.tx((q) => q.select({ id: things.id }).from(things))).toEqual([{ id: 'a' }]);
    });
  });

  describe('misuse is refused', () => {
    it('a transaction inside a transaction', async () => {
      const work = store.tx(async () => store.tx(async () => {}));
      await expect(work).rejects.toThrow('a transaction inside a transaction');
    });

    it('reading around the transaction from inside it', async () => {
      const work = store.tx(async () => void (await ids()));
      await expect(work).rejects.toThrow('store.read inside a transaction');
    });

    it('a statement after its transaction ended', async () => {
      let kept: Db | undefined;
      await store.tx(async (q) => void (kept = q));
      await expect(add(kept as Db, 'late')).rejects.toThrow('after its transaction ended');
    });

    it('a statement from code that is not part of the transaction', async () => {
      const given = signal<Db>();
      const mayEnd = signal();
      const work = store.tx(async (q) => {
        given.give(q);
        await mayEnd.promise;
      });
      const q = await given.promise;
      await expect(add(q, 'stray')).rejects.toThrow('from outside its transaction');
      mayEnd.give();
      await work;
      expect(await ids()).toEqual([]);
    });

    it('writing through store.read', async () => {
      await expect(add(store.read, 'a')).rejects.toThrow(/only reads|readonly/);
      expect(() => store.read.notify('news', 'x')).toThrow('outside a transaction');
      expect(await ids()).toEqual([]);
    });

    it('holding a transaction while awaiting something else', async () => {
      const impatient = await open({ holdLimitMs: 60 });
      const never = new Promise<void>(() => {});
      await expect(impatient.tx(() => never)).rejects.toThrow('held idle for 60 ms');
      expect(await impatient.tx(async () => 'next')).toBe('next');
    });

    it('but a transaction after another one, started by it, is fine', async () => {
      let later: Promise<void> | undefined;
      const ended = signal();
      await store.tx(async () => {
        later = ended.promise.then(() => store.tx((q) => add(q, 'a')));
      });
      ended.give();
      await later;
      expect(await ids()).toEqual(['a']);
    });
  });

  describe('a conditional update', () => {
    it('is check and write in one: of 100 at once exactly as many succeed as there is room', async () => {
      await store.tx((q) => add(q, 'a'));
      const hits = await Promise.all(
        Array.from({ length: 100 }, () =>
          store.tx((q) =>
            q
              .update(things)
              .set({ used: sql`${things.used} + 1` })
              .where(and(eq(things.id, 'a'), lt(things.used, 10)))
              .returning({ used: things.used }),
          ),
        ),
      );
      const counts = hits.flat().map((row) => row.used);
      expect(counts.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    });

    it('tells how many rows a write without returning touched', async () => {
      const counts = await store.tx(async (q) => {
        await q.insert(things).values([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
        const changed = await q
          .update(things)
          .set({ used: 1 })
          .where(inArray(things.id, ['a', 'b']));
        const gone = await q.delete(things).where(eq(things.id, 'c'));
        const none = await q.delete(things).where(eq(things.id, 'c'));
        return [changed, gone, none].map((result) => result.rowCount);
      });
      expect(counts).toEqual([2, 1, 0]);
    });
  });

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

  describe('a notification', () => {
    /** Resolves with everything heard up to `last`; an empty payload only says "look for yourself". */
    const hear = (channel: string, last: string): { heard: Promise<string[]>; ready: Promise<void> } => {
      const heard: string[] = [];
      const all = signal<string[]>();
      const ready = signal();
      store.listen(channel, (payload) => {
        if (payload === '') return ready.give();
        heard.push(payload);
        if (payload === last) all.give(heard);
      });
      if (engine === 'sqlite') ready.give();
      return { heard: all.promise, ready: ready.promise };
    };

    it('arrives after the commit, and only then, once for each payload', async () => {
      const { heard, ready } = hear('news', 'last');
      await ready;
      const failing = store.tx(async (q) => {
        q.notify('news', 'never');
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      await store.tx(async (q) => {
        q.notify('news', 'first');
        q.notify('news', 'first');
        q.notify('elsewhere', 'unheard');
        await add(q, 'a');
        q.notify('news', 'second');
      });
      await store.tx(async (q) => q.notify('news', 'last'));
      expect(await heard).toEqual(['first', 'second', 'last']);
    });

    it('finds what it tells of already readable, and may start a transaction', async () => {
      const found = signal<string[]>();
      const { ready } = hear('other', '');
      store.listen('news', (payload) => {
        if (payload === 'look')
          void store
            .tx(async () => {})
            .then(ids)
            .then(found.give);
      });
      await ready;
      const again = hear('news', 'look');
      await store.tx(async (q) => {
        await add(q, 'a');
        q.notify('news', 'look');
      });
      if (engine === 'sqlite') await again.heard;
      expect(await found.promise).toEqual(['a']);
    });

    it('is not heard any more after stopping to listen', async () => {
      const unwanted: string[] = [];
      const stop = store.listen('news', (payload) => void (payload && unwanted.push(payload)));
      const { heard } = hear('news', 'last');
      stop();
      await expect
        .poll(async () => {
          await store.tx(async (q) => q.notify('news', 'last'));
          return Promise.race([heard, undefined]);
        })
        .toContain('last');
      expect(unwanted).toEqual([]);
    });

    it('is refused when PostgreSQL would refuse it', async () => {
      await expect(store.tx(async (q) => q.notify('news', 'x'.repeat(8000)))).rejects.toThrow('too long');
      await expect(store.tx(async (q) => q.notify('Not A Channel', 'x'))).rejects.toThrow('channel name');
    });
  });

  describe('the store', () => {
    it('says that it is ready while it is open', async () => {
      await expect(store.ready()).resolves.toBeUndefined();
    });

    it('finishes what is under way when it is closed, and refuses what comes after', async () => {
      const work = store.tx(async (q) => {
        await add(q, 'a');
        return 'kept';
      });
      const closing = store.close();
      await expect(store.tx(async () => {})).rejects.toThrow();
      expect(await work).toBe('kept');
      await closing;
      await expect(store.ready()).rejects.toThrow();
      await store.close();
    });

    it('holds the tables of the product', async () => {
      const [row] = await store.tx((q) =>
        q.insert(q.t.workspaces).values({ id: 'w', name: 'Acme', createdAt: 1 }).returning(),
      );
      expect(row).toMatchObject({ id: 'w', name: 'Acme', domain: null });
    });
  });
});
