import { eq } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import type { SendPlace } from '../../shared/domain/send-place.ts';
import { isFinalSendState } from '../../shared/domain/send-state.ts';
import { allowed, createWorld, sharedGoogle, type TestMember } from '../testing/world.ts';
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
    const rows = Array.from({ length: count }, (_unused, i) => {
      const [at, made] = [began + i * minute, of(i, people)];
      const state = made.state ?? 'sent';
      const times = {
        plannedAt: at,
        sentAt: state === 'sent' ? at : null,
        endedAt: isFinalSendState(state) ? at : null,
      };
      const id = uuidv7({ msecs: at });
      return { ...waiting, ...times, id, idempotencyKey: `made-${i}`, ...made, state };
    });
    await store.tx((q) => insertFreshSends(q, rows));
    return { store, people, waiting, ids: rows.map(({ id }) => id) };
  }

  async function readPages(store: Store, { memberId }: TestMember, filter: SendFilter, limit = 50) {
    const pages: string[][] = [];
    for (let before: SendPlace | null = null; ;) {
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

  it('takes what went from one instant until another', async () => {
    const { store, people, ids } = await scene(20);
    const between = { since: began + 5 * minute, until: began + 8 * minute };
    expect((await readPages(store, people.ravi, between, 2)).flat()).toEqual(ids.slice(5, 8).reverse());
    expect((await readPages(store, people.ravi, { until: began })).flat()).toEqual([]);
  });

  it('shows an email where it went, else where it ended, else where it is meant to go, whenever it was written', async () => {
    const at = (hours: number) => began + hours * 60 * minute;
    // All written in the order of their places here.
    const { store, people, ids } = await scene(
      6,
      (i) =>
        [
          { plannedAt: at(70), sentAt: at(71), endedAt: at(75) },
          { state: 'cancelled' as const, plannedAt: at(900), endedAt: at(60) },
          { state: 'held' as const, plannedAt: at(800) },
          { plannedAt: at(50), sentAt: at(50) },
          { state: 'failed' as const, plannedAt: at(40), endedAt: at(72) },
          { state: 'queued' as const, plannedAt: at(65) },
        ][i]!,
    );
    const inOrder = [2, 4, 0, 5, 1, 3].map((i) => ids[i]);
    const shown = async (filter: SendFilter, limit: number, who = people.maya) =>
      (await readPages(store, who, { until: at(1000), ...filter }, limit)).flat();
    for (const limit of [1, 2, 50]) {
      for (const side of ['acceptor', undefined] as const)
        expect(await shown({ side }, limit)).toEqual(inOrder);
      expect(await shown({}, limit, people.ravi)).toEqual(inOrder);
      expect(await shown({ others: true }, limit)).toEqual(inOrder);
      expect(await shown({ state: 'sent' }, limit)).toEqual([ids[0], ids[3]]);
    }
    expect(await shown({ since: at(71), until: at(72) }, 50)).toEqual([ids[0]]);
    expect(await shown({ since: at(71), until: at(72), others: true }, 50)).toEqual([ids[0]]);
    expect(await shown({ since: at(70), until: at(71) }, 50)).toEqual([]);
    expect(await shown({ since: at(800), state: 'held' }, 50)).toEqual([ids[2]]);
    expect(await shown({ until: at(800), state: 'held' }, 50)).toEqual([]);
  });

  it('tells those that went in the same instant apart by their ids, with whatever filter', async () => {
    const batchId = uuidv7();
    // Ten at each instant, half of them by Maya herself.
    const { store, people, ids } = await scene(60, (i, { maya }) => {
      const at = began + Math.floor(i / 10) * minute;
      return {
        ...{ id: uuidv7({ msecs: began + ((i * 7) % 60) }), batchId: i % 4 ? null : batchId },
        ...{ plannedAt: at, sentAt: i % 3 ? at : null, endedAt: at, state: i % 3 ? 'sent' : 'failed' },
        ...(i % 2 ? { requestorId: maya.memberId } : {}),
      } as const;
    });
    const of = (fits: (i: number) => boolean) =>
      ids
        .map((id, i) => ({ id, i, at: Math.floor(i / 10) }))
        .filter(({ i }) => fits(i))
        .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
        .map(({ id }) => id);
    const filters: [SendFilter, (i: number) => boolean][] = [
      [{}, () => true],
      [{ side: 'acceptor' }, () => true],
      [{ side: 'requestor' }, (i) => i % 2 === 1],
      [{ others: true }, (i) => i % 2 === 0],
      [{ state: 'sent' }, (i) => i % 3 > 0],
      [{ outcome: 'none' }, (i) => i % 3 > 0],
      [{ batch: batchId }, (i) => i % 4 === 0],
      [{ batch: batchId, outcome: 'none', others: true }, (i) => i % 4 === 0 && i % 3 > 0],
      [{ requestor: people.ravi.memberId, state: 'failed' }, (i) => i % 2 === 0 && i % 3 === 0],
      [{ sender: people.maya.memberId, since: began + minute }, (i) => i >= 10],
    ];
    for (const [filter, fits] of filters)
      for (const limit of [1, 7, 50]) {
        const shown = await readPages(store, people.maya, { until: began + 60 * minute, ...filter }, limit);
        expect(shown.flat(), JSON.stringify([filter, limit])).toEqual(of(fits));
      }
  });

  it('goes on where it was when an email goes out between two pages, and shows that one on top anew', async () => {
    const { store, people, ids } = await scene(6, (i) =>
      i === 1 || i === 5 ? { state: 'queued' } : { state: 'sent' },
    );
    const list = (before: SendPlace | null) =>
      listSends(store.read, people.maya.memberId, { until: began + 60 * minute, before, limit: 3 });
    const { rows, next } = await list(null);
    expect(rows.map(({ id }) => id)).toEqual([ids[5], ids[4], ids[3]]);
    const move = (id: string, to: object) =>
      store.tx((q) => q.update(q.t.sends).set(to).where(eq(q.t.sends.id, id)));
    await move(ids[1]!, { state: 'sent', sentAt: began + 20 * minute });
    await move(ids[5]!, { state: 'cancelled', endedAt: began });
    const rest = await list(next);
    expect(rest.rows.map(({ id }) => id)).toEqual([ids[2], ...[ids[0]!, ids[5]!].sort().reverse()]);
    expect(rest.next).toBeNull();
    expect((await list(null)).rows[0]!.id).toBe(ids[1]);
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
