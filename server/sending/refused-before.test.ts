import { expect, it } from 'vitest';
import { isRefusal, type Refusal } from '../refusal.ts';
import type { SendRow } from '../store/sends.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { allowed, createWorld, refusalOf, sharedGoogle } from '../testing/world.ts';
import { cancelSend } from './change-send.ts';
import { maxBatchDays } from './batch/plan-batch.ts';
import { refusedKeptMs, sweepRefusals } from './refused-before.ts';

const shared = sharedGoogle();

eachEngine((_engine, _open, openSeveral) => {
  /** Ravi, whose one email a day as Maya is used up, and two servers he may ask. */
  const usedUp = async () => {
    const [one, two] = await openSeveral(2);
    const world = createWorld(one!, shared.google);
    const other = createWorld(two!, shared.google, world.vault);
    const ravi = await world.join('ravi@acme.test');
    const maya = await world.join('maya@acme.test');
    const grant = await world.grant(maya, ravi, { dailyCap: 1, approval: 'none' });
    const from = { grantId: grant.id };
    const take = async (): Promise<SendRow> =>
      allowed(await world.submit(ravi, { from }, undefined, 3_600_000));
    const giveBack = async ({ id }: SendRow) =>
      allowed(await cancelSend(world.store, { ...ravi, now: world.clock() }, id));
    return { world, other, ravi, from, take, giveBack, taken: await take() };
  };
  const answerOf = (answer: { id: string } | Refusal): string =>
    isRefusal(answer) ? answer.message : answer.id;

  it('what was refused under a key stays refused when there is room again, on every server', async () => {
    const { world, other, ravi, from, giveBack, taken } = await usedUp();
    const refused = await world.submit(ravi, { from }, 'one-email');
    expect(refusalOf(refused)).toBe('cap_reached');
    await giveBack(taken);
    expect(await world.submit(ravi, { from }, 'one-email')).toEqual(refused);
    expect(await other.submit(ravi, { from }, 'one-email')).toEqual(refused);
    expect(refusalOf(await other.submit(ravi, { from }, 'a-new-key'))).toBeNull();
  });

  it('a key that was refused is none for another email', async () => {
    const { world, ravi, from, giveBack, taken } = await usedUp();
    await world.submit(ravi, { from }, 'one-email');
    await giveBack(taken);
    const other = await world.submit(ravi, { from, subject: 'Another' }, 'one-email');
    expect(refusalOf(other)).toBe('idempotency_conflict');
  });

  it('a batch that was refused under a key stays refused, and keys of emails are others', async () => {
    const { world, other, ravi, from } = await usedUp();
    const rows = Array.from({ length: maxBatchDays + 1 }, (_, i) => ({
      email: `p${i}@candidate.test`,
      fields: {},
    }));
    const batch = { from, rows, subject: 'Hello', html: '<p>Hello</p>' };
    const refused = await world.submitBatch(ravi, batch, 'one-key');
    expect(refusalOf(refused)).toBe('cap_reached');
    world.advance(86_400_000);
    expect(await other.submitBatch(ravi, batch, 'one-key')).toEqual(refused);
    const another = await world.submitBatch(ravi, { ...batch, subject: 'Another' }, 'one-key');
    expect(refusalOf(another)).toBe('idempotency_conflict');
    expect(refusalOf(await world.submit(ravi, { from }, 'one-key'))).toBeNull();
    await sweepRefusals(world.store, world.clock() + refusedKeptMs);
    const last = Array.from({ length: maxBatchDays }, (_, i) => rows[i]!);
    expect(refusalOf(await world.submitBatch(ravi, { ...batch, rows: last }, 'a-new-key'))).toBeNull();
  });

  it('after a day a refusal is forgotten, and not before', async () => {
    const { world, ravi, from, giveBack, taken } = await usedUp();
    await world.submit(ravi, { from }, 'one-email');
    await giveBack(taken);
    await sweepRefusals(world.store, world.clock() + refusedKeptMs);
    expect(refusalOf(await world.submit(ravi, { from }, 'one-email'))).toBe('cap_reached');
    await sweepRefusals(world.store, world.clock() + refusedKeptMs + 1);
    expect(refusalOf(await world.submit(ravi, { from }, 'one-email'))).toBeNull();
  });

  it('one request that reaches two servers at once gets one answer while a slot comes free', async () => {
    const { world, other, ravi, from, take, giveBack, taken } = await usedUp();
    const seen = new Set<string>();
    let inUse = taken;
    for (let round = 0; round < 30; round += 1) {
      const key = `round-${round}`;
      const [first, second] = await Promise.all([
        world.submit(ravi, { from }, key, 3_600_000),
        other.submit(ravi, { from }, key, 3_600_000),
        giveBack(inUse),
      ]);
      expect(answerOf(first)).toBe(answerOf(second));
      seen.add(isRefusal(first) ? 'refused' : 'taken');
      inUse = isRefusal(first) ? await take() : first;
    }
    expect(seen.size).toBeGreaterThan(0);
  });
});
