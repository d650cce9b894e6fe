import { expect, it } from 'vitest';
import { StatsQuery } from '../../shared/api/stats.ts';
import { resolveSend } from '../sending/change-send.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { allowed, sharedGoogle } from '../testing/world.ts';
import { readStats } from '../tracking/read-stats.ts';
import { repliesWorld } from './testing/replies-world.ts';

const shared = sharedGoogle();

eachEngine((_engine, open) => {
  async function scene(options: { replies?: boolean } = {}) {
    const it = await repliesWorld(await open(), shared.google, options);
    const read = async (side: 'requestor' | 'acceptor', by: 'day' | 'sender') => {
      const reader = { memberId: (side === 'requestor' ? it.ravi : it.maya).memberId, now: it.world.clock() };
      return allowed(await readStats(it.store.read, reader, StatsQuery.parse({ side, by })));
    };
    /** Of how many emails answers are looked for, and how many came: the same wherever it is read. */
    const figures = async () => {
      const all: number[][] = [];
      for (const side of ['requestor', 'acceptor'] as const) {
        const [days, senders] = [await read(side, 'day'), await read(side, 'sender')];
        for (const { sent, repliesLookedAt, replied } of [days.total, days.days.at(-1)!, ...senders.senders])
          all.push([sent, repliesLookedAt, replied]);
      }
      for (const one of all) expect(one).toEqual(all[0]);
      return all[0];
    };
    return { ...it, figures };
  }

  it('answers are looked for where the mailbox’s owner allows it, and figures say of how many emails', async () => {
    const { send, figures } = await scene();
    await send();
    await send();
    expect(await figures()).toEqual([2, 2, 0]);
  });

  it('none is looked for where the owner left that out', async () => {
    const { send, figures } = await scene({ replies: false });
    await send();
    expect(await figures()).toEqual([1, 0, 0]);
  });

  it('a permission that comes or goes later changes nothing of what was sent before', async () => {
    const { world, maya, send, figures, lookNext } = await scene();
    await send();
    await world.connect(maya, false);
    await send();
    expect(await figures()).toEqual([2, 1, 0]);
    await world.connect(maya, true);
    expect(await figures()).toEqual([2, 1, 0]);
    await send();
    expect(await figures()).toEqual([3, 2, 0]);
    await shared.google.reply('jonas@candidate.test', { text: 'Gladly!' });
    await lookNext();
    expect(await figures()).toEqual([3, 2, 1]);
  });

  it('of an email of which only its owner knows that it went, there is no thread to look at', async () => {
    const { world, store, google, maya, send, row, figures } = await scene();
    google.faults.add({ kind: 'resetAfter', match: { path: '/messages/send' }, times: 1 });
    const lost = await send();
    expect((await row(lost)).state).toBe('uncertain');
    allowed(await resolveSend(store, { ...maya, now: world.clock() }, lost.id, 'sent'));
    expect(await figures()).toEqual([1, 0, 0]);
  });
});
