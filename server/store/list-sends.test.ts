import { expect, it } from 'vitest';
import { allowed, createWorld, sharedGoogle, type TestMember } from '../testing/world.ts';
import { firstIdAt } from './first-id-at.ts';
import { listSends, walkLength, type SendFilter } from './list-sends.ts';
import { insertFreshSends, type NewSend } from './sends.ts';
import type { Store } from './store.ts';
import { eachEngine } from './testing/engines.ts';

const shared = sharedGoogle();
const began = Date.UTC(2026, 2, 1);
const minute = 60_000;
type People = Record<'maya' | 'ravi' | 'tom', TestMember>;

eachEngine((_, open) => {
  /** Emails that Ravi sent as Maya, one a minute and made in bulk; `of` says how one differs. */
  async function scene(count: number, of: (i: number, people: People) => Partial<NewSend> = () => ({})) {
    const store = await open();
    const world = createWorld(store, shared.google);
    const people = {
      maya: await world.join('maya@acme.test'),
      ravi: await world.join('ravi@acme.test'),
      tom: await world.join('tom@acme.test'),
    };
    const grant = await world.grant(people.maya, people.ravi);
    const waiting = allowed(await world.submit(people.ravi, { from: { grantId: grant.id } }));
    const rows = Array.from({ length: count }, (_unused, i) => ({
      ...{ ...waiting, state: 'sent' as const, id: firstIdAt(began + i * minute) },
      ...{ idempotencyKey: `made-${i}`, ...of(i, people) },
    }));
    await store.tx((q) => insertFreshSends(q, rows));
    return { store, people, waiting, ids: rows.map(({ id }) => id) };
  }

  async function readPages(store: Store, { memberId }: TestMember, filter: SendFilter, limit = 50) {
    const pages: string[][] = [];
    for (let before: string | null = null; ;) {
      const { rows, next } = await listSends(store.read, memberId, { ...filter, before, limit });
      pages.push(rows.map(({ id }) => id));
      if (next === null) return pages;
      before = next;
    }
  }

  it('looks through so many for a page, also when none fits, and through all of them over several', async () => {
    const few = 3;
    const { store, people, ids } = await scene(walkLength * 2 + 10, (i) =>
      i < few ? { state: 'failed' } : {},
    );
    const pages = await readPages(store, people.ravi, { state: 'failed' });
    expect(pages).toEqual([[], [], ids.slice(0, few).reverse()]);
    expect(await readPages(store, people.ravi, { state: 'failed', side: 'requestor' })).toEqual(pages);
  });

  it('fills each page of what is under way, however far back it lies', async () => {
    const { store, people, ids, waiting } = await scene(walkLength + 10, (i) =>
      i < 2 ? { state: 'held' } : {},
    );
    expect(await readPages(store, people.maya, { state: 'held' })).toEqual([[ids[1], ids[0]]]);
    expect(await readPages(store, people.ravi, { state: 'queued' })).toEqual([[waiting.id]]);
    const held = { state: 'held', side: 'requestor' } as const;
    expect(await readPages(store, people.ravi, held, 1)).toEqual([[ids[1]], [ids[0]]]);
    expect(await readPages(store, people.ravi, { ...held, side: 'acceptor' })).toEqual([[]]);
    expect(await readPages(store, people.ravi, { ...held, until: began + minute })).toEqual([[ids[0]]]);
    expect(await readPages(store, people.maya, { ...held, side: 'acceptor', others: true })).toEqual([
      [ids[1], ids[0]],
    ]);
    expect(await readPages(store, people.ravi, { ...held, sender: people.tom.memberId })).toEqual([[]]);
    expect(await readPages(store, people.tom, { state: 'held' })).toEqual([[]]);
  });

  it('shows both sides together, each once and in order, with whatever filter', async () => {
    // By turns Ravi as Maya, Maya as herself, and Maya as Tom.
    const { store, people, ids } = await scene(60, (i, { maya, tom }) =>
      i % 3 === 0 ? {} : { requestorId: maya.memberId, ...(i % 3 === 1 ? {} : { acceptorId: tom.memberId }) },
    );
    const of = (...kinds: number[]) => ids.filter((_id, i) => kinds.includes(i % 3)).reverse();
    const read = async (filter: SendFilter, limit: number) =>
      (await readPages(store, people.maya, { state: 'sent', ...filter }, limit)).flat();
    for (const limit of [1, 7, 50, 200]) {
      expect(await read({}, limit)).toEqual(of(0, 1, 2));
      expect(await read({ side: 'acceptor' }, limit)).toEqual(of(0, 1));
      expect(await read({ side: 'acceptor', others: true }, limit)).toEqual(of(0));
      expect(await read({ side: 'requestor', sender: people.tom.memberId }, limit)).toEqual(of(2));
      expect(await read({ requestor: people.ravi.memberId }, limit)).toEqual(of(0));
      expect(await read({ requestor: people.tom.memberId }, limit)).toEqual([]);
    }
  });

  it('takes what was submitted from one instant until another', async () => {
    const { store, people, ids } = await scene(20);
    const between = { since: began + 5 * minute, until: began + 8 * minute };
    expect((await readPages(store, people.ravi, between, 2)).flat()).toEqual(ids.slice(5, 8).reverse());
    expect((await readPages(store, people.ravi, { until: began })).flat()).toEqual([]);
  });

  it('tells by what came of an email only what its view tells', async () => {
    const { store, people, ids } = await scene(8, (i) => (i === 7 ? { state: 'failed' } : {}));
    const [opened, clicked, replied, bounced, inSums, machines] = ids as [string, ...string[]] & string[];
    const seen = { opens: true, clicks: true, mode: 'individual' } as const;
    await store.tx(async (q) => {
      await q.insert(q.t.trackedSends).values([
        { sendId: opened, ...seen, openPeople: 1 },
        { sendId: clicked!, ...seen, openPeople: 2, clickPeople: 1 },
        { sendId: inSums!, ...seen, mode: 'aggregate', openPeople: 1, clickPeople: 1 },
        { sendId: machines!, ...seen, openMachines: 4, openUnknown: 1 },
      ]);
      const watch = { mailboxId: people.maya.mailboxId, sentAt: began };
      await q.insert(q.t.watchedThreads).values([
        { sendId: replied!, ...watch, repliedAt: began },
        { sendId: bounced!, ...watch, bouncedAt: began },
        { sendId: opened, ...watch, autoRepliedAt: began },
      ]);
    });
    const read = async (outcome: SendFilter['outcome'], member = people.ravi) =>
      (await readPages(store, member, { outcome })).flat();
    expect(await read('opened')).toEqual([clicked, opened]);
    expect(await read('clicked')).toEqual([clicked]);
    expect(await read('replied')).toEqual([replied]);
    expect(await read('bounced')).toEqual([bounced]);
    expect(await read('none')).toEqual([ids[6], machines, inSums]);
    expect(await read('opened', people.maya)).toEqual([clicked, opened]);
    expect(await read('opened', people.tom)).toEqual([]);
  });
});
