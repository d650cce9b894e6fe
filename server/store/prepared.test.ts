import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { inList } from './in-list.ts';
import { prepared, valueOf } from './prepared.ts';
import { eachEngine } from './testing/engines.ts';
import type { Db } from './store.ts';

type NewWorkspace = Db['t']['workspaces']['$inferInsert'];

eachEngine((_engine, open) => {
  const insert = prepared<{ rows: readonly NewWorkspace[] }>()((q, { rows }) =>
    q.insert(q.t.workspaces).values(rows),
  );
  const rename = prepared<{ id: string; name: string }>()((q, { id, name }) =>
    q
      .update(q.t.workspaces)
      .set({ name: valueOf(name, q.t.workspaces.name) })
      .where(eq(q.t.workspaces.id, id))
      .returning({ name: q.t.workspaces.name }),
  );
  const select = prepared<{ ids: readonly string[] }>()((q, { ids }) =>
    q.select().from(q.t.workspaces).where(inList(q.t.workspaces.id, ids)).orderBy(q.t.workspaces.id),
  );
  const workspace = (id: string): NewWorkspace => ({ id, name: `Name of ${id}`, createdAt: 5, policy: null });
  const people = async () => {
    const store = await open();
    await store.tx((q) => insert(q, { rows: ['a', 'b', 'c', 'd', 'e'].map(workspace) }));
    return store;
  };

  it('answers as the query written anew would, with columns read and written as their types say', async () => {
    const store = await people();
    const { workspaces } = store.read.t;
    const all = await store.read.select().from(workspaces).orderBy(workspaces.id);
    expect(all).toHaveLength(5);
    expect(await select(store.read, { ids: ['e', 'a', 'd', 'b', 'c'] })).toEqual(all);
    expect((await select(store.read, { ids: ['b', 'b', 'nobody'] })).map(({ id }) => id)).toEqual(['b']);
    const policy = { tracking: {} } as unknown as NonNullable<NewWorkspace['policy']>;
    await store.tx((q) => insert(q, { rows: [{ ...workspace('f'), policy }] }));
    expect((await select(store.read, { ids: ['f'] }))[0]!.policy).toEqual(policy);
  });

  it('is written once for lists of about one length, and again for longer ones', async () => {
    const store = await people();
    let written = 0;
    const counting = prepared<{ ids: readonly string[] }>()((q, { ids }) => {
      written += 1;
      return q.select({ id: q.t.workspaces.id }).from(q.t.workspaces).where(inList(q.t.workspaces.id, ids));
    });
    for (const ids of [
      ['a', 'b', 'c'],
      ['d', 'c', 'b', 'a'],
      ['c', 'b', 'e'],
    ])
      await counting(store.read, { ids });
    expect(written).toBe(1);
    expect(await counting(store.read, { ids: ['a', 'b', 'c', 'd', 'e'] })).toHaveLength(5);
    expect(written).toBe(2);
  });

  it('belongs to the unit of work that runs it, also when two run it at once', async () => {
    const store = await people();
    const kept = store.tx((q) => rename(q, { id: 'a', name: 'Kept' }));
    const undone = store.tx(async (q) => {
      expect(await rename(q, { id: 'b', name: 'Undone' })).toEqual([{ name: 'Undone' }]);
      throw new Error('not this one');
    });
    const [first, second] = await Promise.allSettled([kept, undone]);
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected']);
    const names = (await select(store.read, { ids: ['a', 'b'] })).map(({ name }) => name);
    expect(names).toEqual(['Kept', 'Name of b']);
  });

  it('runs in no unit of work that has ended, and changes nothing outside of one', async () => {
    const store = await people();
    const ended = await store.tx(async (q) => ({ q }));
    await expect(rename(ended.q, { id: 'a', name: 'Late' })).rejects.toThrow();
    await expect(rename(store.read, { id: 'a', name: 'Reading' })).rejects.toThrow();
    expect((await select(store.read, { ids: ['a'] }))[0]!.name).toBe('Name of a');
  });

  it('takes only rows that say the same columns', async () => {
    const store = await people();
    const { policy: _, ...without } = workspace('g');
    for (const rows of [
      [workspace('f'), without],
      [without, workspace('f')],
    ])
      await expect(store.tx((q) => insert(q, { rows }))).rejects.toThrow('policy');
    expect(await select(store.read, { ids: ['f', 'g'] })).toEqual([]);
  });
});
