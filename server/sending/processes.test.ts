import { expect, it } from 'vitest';
import { findMailbox } from '../store/mailboxes.ts';
import { sendChannel } from '../store/queue-news.ts';
import { findSendOf, type SendRow } from '../store/sends.ts';
import type { Store } from '../store/store.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { allowed, createWorld, sharedGoogle } from '../testing/world.ts';
import { claimSends, leaseMs } from './claim-sends.ts';
import { dispatch } from './dispatch.ts';
import { createDispatcher } from './dispatcher.ts';
import { fireSend } from './fire-send.ts';
import { readNextReap, reapSends } from './reap-sends.ts';
import { settleSend } from './settle-send.ts';

const shared = sharedGoogle();
const hour = 3_600_000;

/** A store that counts its units of work. */
function counted(store: Store): { store: Store; units: () => number } {
  let units = 0;
  const tx: Store['tx'] = (work) => {
    units += 1;
    return store.tx(work);
  };
  return { store: { ...store, read: store.read, tx }, units: () => units };
}

eachEngine((engine, _, openSeveral) => {
  /** Two processes with clocks of their own. */
  const processes = async () => {
    const [one, two] = await openSeveral(2);
    const world = createWorld(one!, shared.google);
    const other = createWorld(two!, shared.google, world.vault);
    const maya = await world.join('maya@acme.test');
    const submit = async (undoMs = 0) =>
      allowed(await world.submit(maya, { from: { mailboxId: maya.mailboxId } }, undefined, undoMs));
    const row = async ({ id }: SendRow) => (await findSendOf(world.store.read, id, maya.memberId))!;
    const tokenVersion = async () => (await findMailbox(world.store.read, maya.mailboxId))!.tokenVersion;
    const taken = ({ id }: SendRow) => shared.google.record.acceptedByBehalfId().get(id) ?? 0;
    return { world, other, maya, submit, row, tokenVersion, taken };
  };

  it('sends once when a process whose clock is ahead takes what another has only claimed', async () => {
    const { world, other, submit, row, taken } = await processes();
    const send = await submit();
    const [claimed] = await claimSends(world.store, world.clock(), 1);
    other.advance(10 * 60_000);
    expect(await reapSends(other.store, other.clock())).toBe(1);
    await other.dispatchAll();
    await dispatch(world.parts, claimed!);
    expect(await row(send)).toMatchObject({ state: 'sent', epoch: 2 });
    expect(taken(send)).toBe(1);
  });

  it('sends once when a process whose clock is ahead finds what another is handing over', async () => {
    const { world, other, submit, row, taken } = await processes();
    const send = await submit();
    const slow = shared.google.faults.add({ kind: 'slowAnswer', match: { path: '/messages/send' }, ms: 300 });
    const dispatching = world.dispatchAll();
    await expect.poll(() => slow.hits).toBe(1);
    other.advance(10 * 60_000);
    expect(await reapSends(other.store, other.clock())).toBe(1);
    await Promise.all([dispatching, other.dispatchAll()]);
    await world.dispatchAll();
    expect((await row(send)).state).toBe('uncertain');
    expect(taken(send)).toBe(1);
  });

  it('judges no lease after a jump of the clock until what was under way has ended', async () => {
    const { world, submit } = await processes();
    await submit();
    await claimSends(world.store, world.clock(), 1);
    let steady = hour;
    const time = { now: world.clock, steadyFor: () => steady, adjust: async () => {} };
    const leaseEnds = world.clock() + leaseMs;
    expect(await readNextReap(world.store, time)).toBe(leaseEnds);
    world.advance(hour);
    steady = 0;
    expect(await readNextReap(world.store, time)).toBe(world.clock() + 2 * leaseMs);
    steady = 2 * leaseMs;
    expect(await readNextReap(world.store, time)).toBe(leaseEnds);
  });

  it('renews the lease when it hands over, so that a slow token leaves the answer its time', async () => {
    const { world, submit, row, tokenVersion } = await processes();
    const send = await submit();
    const [claimed] = await claimSends(world.store, world.clock(), 1);
    world.advance(leaseMs - 1_000);
    expect(await fireSend(world.store, claimed!, await tokenVersion(), world.clock())).toBe('go');
    world.advance(leaseMs - 1_000);
    expect(await reapSends(world.store, world.clock())).toBe(0);
    // Nor is anything else of the mailbox claimed meanwhile.
    await submit();
    expect(await claimSends(world.store, world.clock(), 5)).toEqual([]);
    world.advance(2_000);
    expect(await reapSends(world.store, world.clock())).toBe(1);
    expect((await row(send)).state).toBe('uncertain');
    expect(await claimSends(world.store, world.clock(), 5)).toHaveLength(1);
  });

  it('counts and writes down one of two attempts of a send that end together: the one that holds it', async () => {
    const { world, submit, row } = await processes();
    const send = await submit();
    const [stale] = await claimSends(world.store, world.clock(), 1);
    world.advance(leaseMs + 1);
    await reapSends(world.store, world.clock());
    const [held] = await claimSends(world.store, world.clock(), 1);
    const sent = (word: string) => ({
      ...{ end: 'sent' as const, sealedMessageId: Buffer.from(word), sealedThreadId: Buffer.from(word) },
    });
    const settled = await Promise.all([
      settleSend(world.store, stale!, sent('stale'), world.clock()),
      settleSend(world.store, held!, sent('held'), world.clock()),
    ]);
    expect(settled).toEqual([false, true]);
    expect((await row(send)).sealedMessageId!.toString()).toBe('held');
  });

  it('claims what it brought up itself on the instant, and for what others did it looks once, a moment later', async () => {
    const { world, submit, row } = await processes();
    const counting = counted(world.store);
    const dispatcher = createDispatcher({ ...world.parts, clock: Date.now, store: counting.store });
    await dispatcher.start();
    await dispatcher.drain();
    await expect.poll(async () => counting.units()).toBeGreaterThan(0);
    const idle = counting.units();
    const others = (at: number) => world.store.tx(async (q) => q.notify(sendChannel, `somebody-else ${at}`));
    for (let i = 0; i < 20; i += 1) await others(0);
    const began = Date.now();
    const mine = await submit();
    await expect.poll(async () => (await row(mine)).state, { interval: 10 }).toBe('sent');
    // Claim, mark, settle; and at most two looks more: one for what the start left open, one for all twenty others.
    expect(counting.units() - idle).toBeLessThanOrEqual(5);

    // What others brought up and nobody takes is taken all the same.
    const { mailboxes } = world.store.read.t;
    await dispatcher.stop();
    const left = await submit();
    const taking = createDispatcher({ ...world.parts, clock: Date.now, store: counting.store });
    await world.store.tx(async (q) => void (await q.update(mailboxes).set({ nextDueAt: null })));
    await taking.start();
    await taking.drain();
    expect((await row(left)).state).toBe('queued');
    await world.store.tx(async (q) => {
      await q.update(mailboxes).set({ nextDueAt: 1 });
      q.notify(sendChannel, 'somebody-else 1');
    });
    const told = Date.now();
    await expect.poll(async () => (await row(left)).state, { interval: 10, timeout: 10_000 }).toBe('sent');
    if (engine === 'postgres') expect(Date.now() - told).toBeGreaterThanOrEqual(200);
    expect(Date.now() - began).toBeLessThan(20_000);
    await taking.stop();
  });
});
