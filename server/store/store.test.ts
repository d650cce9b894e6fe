import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Db, Store } from './store.ts';
import { createContractTables, signal, type ContractTables } from './testing/contract-tables.ts';
import { eachEngine } from './testing/engines.ts';

eachEngine((engine, open) => {
  let store: Store;
  let things: ContractTables['things'];

  beforeEach(async () => {
    store = await open();
    ({ things } = await createContractTables(store));
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
      await expect(add(store.read, 'a')).rejects.toThrow('store.read only reads');
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
        .poll(
          async () => {
            await store.tx(async (q) => q.notify('news', 'last'));
            return Promise.race([heard, undefined]);
          },
          { interval: 10, timeout: 15_000 },
        )
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
