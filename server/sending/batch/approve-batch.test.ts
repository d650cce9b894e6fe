import { expect, it } from 'vitest';
import type { SubmitBatch } from '../../../shared/api/batches.ts';
import { EditSend } from '../../../shared/api/sends.ts';
import { approvalLifetimeMs } from '../../../shared/domain/send-state.ts';
import type { TermsInput } from '../../../shared/domain/terms.ts';
import { utcDay } from '../../clock.ts';
import { moveOwnGrant, ownMoves } from '../../grants/move-own-grant.ts';
import { listAuditOfSubject } from '../../store/audit.ts';
import { findBatchOf, listSendsOfBatch, readProgress, type BatchRow } from '../../store/batches.ts';
import { listEvents } from '../../store/events.ts';
import { findSendOf, type SendHead } from '../../store/sends.ts';
import { eachEngine } from '../../store/testing/engines.ts';
import { readUsedDays } from '../../store/usage.ts';
import { sendStates } from '../../../shared/domain/send-state.ts';
import { race } from '../../testing/race.ts';
import { allowed, createWorld, refusalOf, sharedGoogle, type TestMember } from '../../testing/world.ts';
import { approveSend } from '../approve-send.ts';
import { rejectSend } from '../change-send.ts';
import { editSend } from '../edit-send.ts';
import { lapseApprovals } from '../lapse-approvals.ts';
import { never } from '../never.ts';
import { approveBatch, cancelBatch, pauseBatch, rejectBatch, resumeBatch } from './change-batch.ts';

const shared = sharedGoogle();
const day = 86_400_000;

eachEngine((_engine, open) => {
  const people = async (terms?: TermsInput) => {
    const world = createWorld(await open(), shared.google);
    const [ravi, maya] = [await world.join('ravi@acme.test'), await world.join('maya@acme.test')];
    const grant = await world.grant(maya, ravi, terms);
    const { store } = world;
    const at = (who: TestMember) => ({ ...who, now: world.clock() });
    const read = async (batch: BatchRow) => (await findBatchOf(store.read, batch.id, ravi.memberId))!;
    return {
      ...{ world, store, ravi, maya, grant, at, read },
      submit: async (batch: Partial<SubmitBatch> = {}, grantId = grant.id) =>
        allowed(await world.submitBatch(ravi, { from: { grantId }, ...batch })),
      approve: async (batch: BatchRow, who = maya) =>
        approveBatch(store, at(who), batch.id, (await read(batch)).contentHash),
      edit: (send: SendHead, to?: string) =>
        editSend(
          { ...world, undoMs: 0 },
          at(ravi),
          send.id,
          EditSend.parse({
            ...{ contentHash: send.contentHash, subject: 'Edited', html: '<p>Edited</p>' },
            ...(to ? { to: { email: to } } : {}),
          }),
        ),
      sendsOf: (batch: BatchRow) => listSendsOfBatch(store.read, batch.id, sendStates),
      counts: async (batch: BatchRow) => {
        const { counts } = (await readProgress(store.read, [batch.id])).get(batch.id)!;
        return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
      },
      used: async () => Object.fromEntries(await readUsedDays(store.read, grant.id, '0000-00-00')),
      told: async (who: TestMember) =>
        (await listEvents(store.read, who.memberId, { after: 0, limit: 200 }))
          .map(({ type }) => type)
          .filter((type) => !type.startsWith('grant.')),
    };
  };

  it('lets all that waits go by one yes to all of it, told once and written down email by email', async () => {
    const { world, store, maya, ravi, submit, approve, counts, sendsOf, told } = await people({
      approval: 'every',
    });
    const batch = await submit();
    expect(await counts(batch)).toEqual({ held: 3 });
    await world.dispatchAll();
    expect(await counts(batch)).toEqual({ held: 3 });
    expect(refusalOf(await approve(batch, ravi))).toBe('forbidden');
    expect(refusalOf(await approveBatch(store, { ...maya, now: 0 }, batch.id, '0'.repeat(64)))).toBe(
      'state_moved_on',
    );
    allowed(await approve(batch));
    for (const who of [ravi, maya]) expect(await told(who)).toEqual(['batch.held', 'batch.approved']);
    for (const { id } of await sendsOf(batch))
      expect((await listAuditOfSubject(store.read, id)).map(({ action }) => action)).toEqual([
        ...['send.submit', 'send.approve'],
      ]);
    await world.dispatchAll();
    expect(await counts(batch)).toEqual({ sent: 3 });
    expect(refusalOf(await approve(batch))).toBe('state_moved_on');
  });

  it('is worth nothing once one of its emails was changed', async () => {
    const { store, at, maya, submit, approve, edit, counts, sendsOf, read } = await people({
      approval: 'every',
    });
    const batch = await submit();
    const [, second] = await sendsOf(batch);
    allowed(await edit(second!));
    expect((await read(batch)).contentHash).not.toBe(batch.contentHash);
    expect(refusalOf(await approveBatch(store, at(maya), batch.id, batch.contentHash))).toBe(
      'state_moved_on',
    );
    expect(await counts(batch)).toEqual({ held: 3 });
    allowed(await approve(batch));
    expect(await counts(batch)).toEqual({ queued: 3 });
  });

  it('covers what waits still: what was rejected by itself stays so, and an edit may not double a recipient', async () => {
    const { store, at, maya, submit, approve, edit, counts, sendsOf } = await people({ approval: 'every' });
    const batch = await submit();
    const [first, second] = await sendsOf(batch);
    expect(refusalOf(await edit(second!, first!.toEmail.toUpperCase()))).toBe('invalid_request');
    allowed(await rejectSend(store, at(maya), first!.id));
    allowed(await approve(batch));
    expect(await counts(batch)).toEqual({ rejected: 1, queued: 2 });
  });

  it('given late lets go now, within the cap of each day from today on', async () => {
    const { world, submit, approve, sendsOf, used } = await people({ approval: 'every', dailyCap: 2 });
    const batch = await submit();
    world.advance(5 * day);
    allowed(await approve(batch));
    const dayOf = (after: number) => utcDay(world.clock() + after * day);
    expect((await sendsOf(batch)).map(({ usageDay }) => usageDay)).toEqual([dayOf(0), dayOf(0), dayOf(1)]);
    expect(Object.entries(await used()).filter(([, count]) => count > 0)).toEqual([
      ...[
        [dayOf(0), 2],
        [dayOf(1), 1],
      ],
    ]);
  });

  it('of one email, where the first is to be approved, frees the batch; paused it waits on', async () => {
    const { world, store, at, ravi, maya, submit, sendsOf, counts, told } = await people({
      approval: 'first',
    });
    const [batch, paused] = [await submit(), await submit()];
    allowed(await pauseBatch(store, at(ravi), paused.id));
    const [first] = await sendsOf(batch);
    allowed(await approveSend(store, at(maya), first!.id, first!.contentHash));
    expect(await counts(batch)).toEqual({ queued: 3 });
    expect((await sendsOf(paused)).map(({ state, dueAt }) => [state, dueAt])).toEqual(
      Array.from({ length: 3 }, () => ['queued', never]),
    );
    expect(await told(maya)).toEqual([
      ...['batch.held', 'batch.held', 'batch.paused', 'send.queued', 'batch.approved', 'batch.approved'],
    ]);
    await world.dispatchAll();
    expect([await counts(batch), await counts(paused)]).toEqual([{ sent: 3 }, { queued: 3 }]);
    allowed(await resumeBatch(store, at(ravi), paused.id));
    await world.dispatchAll();
    expect(await counts(paused)).toEqual({ sent: 3 });
  });

  it('of a paused batch lets nothing go before it is resumed', async () => {
    const { world, store, at, ravi, submit, approve, counts } = await people({ approval: 'every' });
    const batch = await submit();
    allowed(await pauseBatch(store, at(ravi), batch.id));
    allowed(await approve(batch));
    world.advance(day);
    await world.dispatchAll();
    expect(await counts(batch)).toEqual({ queued: 3 });
    allowed(await resumeBatch(store, at(ravi), batch.id));
    await world.dispatchAll();
    expect(await counts(batch)).toEqual({ sent: 3 });
  });

  it('refused ends all that waits, and gives its days back', async () => {
    const { world, store, at, ravi, maya, submit, counts, used, told, read } = await people({
      approval: 'every',
    });
    const batch = await submit();
    expect(refusalOf(await rejectBatch(store, at(ravi), batch.id))).toBe('forbidden');
    allowed(await rejectBatch(store, at(maya), batch.id));
    expect(await counts(batch)).toEqual({ rejected: 3 });
    expect(Object.values(await used())).toEqual([0]);
    expect((await read(batch)).endedAt).toBe(world.clock());
    expect(await told(ravi)).toEqual(['batch.held', 'batch.rejected']);
    expect(refusalOf(await rejectBatch(store, at(maya), batch.id))).toBe('state_moved_on');
  });

  it('not given in 14 days ends all that waits, told once', async () => {
    const { world, store, maya, submit, counts, told } = await people({ approval: 'every' });
    const batch = await submit();
    world.advance(approvalLifetimeMs + 1);
    expect(await lapseApprovals(store, world.clock())).toBe(3);
    expect(await counts(batch)).toEqual({ blocked: 3 });
    expect(await told(maya)).toEqual(['batch.held', 'batch.blocked']);
  });

  it.each(['approve', 'resume', 'cancel'] as const)(
    '%s against a revocation, in 40 rounds: nothing is left that could go',
    async (act) => {
      const approval = act === 'approve' ? 'every' : 'none';
      const {
        world,
        store,
        at,
        ravi,
        maya,
        grant: first,
        submit,
        approve,
        counts,
      } = await people({ approval });
      let grant = first;
      const ends = new Set<string>();
      for (let round = 0; round < 40; round += 1) {
        const batch = await submit({ sendAt: new Date(world.clock() + day).toISOString() }, grant.id);
        if (act === 'resume') allowed(await pauseBatch(store, at(ravi), batch.id));
        const acts = {
          approve: () => approve(batch),
          resume: () => resumeBatch(store, at(ravi), batch.id),
          cancel: () => cancelBatch(store, at(ravi), batch.id),
        };
        const revoke = () => moveOwnGrant(store, at(maya), ownMoves.revoke, grant.id);
        const [answer] = await race(round, acts[act], revoke);
        ends.add(refusalOf(answer) ?? 'done');
        const end = act === 'cancel' && refusalOf(answer) === null ? 'cancelled' : 'blocked';
        expect(await counts(batch)).toEqual({ [end]: 3 });
        grant = await world.grant(maya, ravi, { approval });
      }
      expect([...ends].sort()).toEqual(['done', 'state_moved_on']);
    },
    240_000,
  );

  it('against an edit, in 50 rounds: what is free to go is what was approved', async () => {
    const { store, at, maya, ravi, submit, edit, sendsOf } = await people({
      approval: 'every',
      dailyCap: 2000,
    });
    const ends = new Set<string>();
    for (let round = 0; round < 50; round += 1) {
      const batch = await submit();
      const [first] = await sendsOf(batch);
      const yes = () => approveBatch(store, at(maya), batch.id, batch.contentHash);
      const [edited, answer] = await race(round, () => edit(first!), yes);
      const after = (await findSendOf(store.read, first!.id, ravi.memberId))!;
      ends.add(refusalOf(answer) ?? 'approved');
      expect(after).toMatchObject({ state: 'held', contentHash: allowed(edited).contentHash });
      const states = (await sendsOf(batch)).slice(1).map(({ state }) => state);
      expect(new Set(states)).toEqual(new Set([refusalOf(answer) === null ? 'queued' : 'held']));
    }
    expect(ends.size).toBe(2);
  }, 120_000);
});
