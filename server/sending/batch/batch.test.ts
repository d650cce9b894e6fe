import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { SubmitBatch } from '../../../shared/api/batches.ts';
import type { TermsInput } from '../../../shared/domain/terms.ts';
import { verifyAudit } from '../../audit/verify.ts';
import { utcDay } from '../../clock.ts';
import { moveOwnGrant, ownMoves } from '../../grants/move-own-grant.ts';
import { listAuditOfSubject } from '../../store/audit.ts';
import { findBatchOf, listSendsOfBatch, readProgress, type BatchRow } from '../../store/batches.ts';
import { listEvents } from '../../store/events.ts';
import { readUsedDays } from '../../store/usage.ts';
import { sendStates } from '../../../shared/domain/send-state.ts';
import { findSendOf } from '../../store/sends.ts';
import { eachEngine } from '../../store/testing/engines.ts';
import { allowed, createWorld, refusalOf, sharedGoogle, type TestMember } from '../../testing/world.ts';
import { cancelSend } from '../change-send.ts';
import { never } from '../never.ts';
import { cancelBatch, pauseBatch, resumeBatch } from './change-batch.ts';
import { sweepBatches } from './finish-batches.ts';

const shared = sharedGoogle();
const day = 86_400_000;
const sendPath = '/messages/send';

/** So many rows, each to somebody else. */
const rowsOf = (count: number, tag = 'c'): SubmitBatch['rows'] =>
  Array.from({ length: count }, (_, i) => ({
    ...{ email: `${tag}${i}@candidate.test`, name: `Candidate ${i}`, fields: { city: `City ${i}` } },
  }));

eachEngine((_engine, open) => {
  const people = async (terms?: TermsInput) => {
    const world = createWorld(await open(), shared.google);
    const [ravi, maya] = [await world.join('ravi@acme.test'), await world.join('maya@acme.test')];
    const grant = await world.grant(maya, ravi, terms);
    const { store } = world;
    const at = (who: TestMember) => ({ ...who, now: world.clock() });
    const from = { grantId: grant.id };
    return {
      ...{ world, store, ravi, maya, grant, at, from },
      submit: async (batch: Partial<SubmitBatch> = {}, key?: string, undoMs?: number) =>
        allowed(await world.submitBatch(ravi, { from, ...batch }, key, undoMs)),
      sendsOf: (batch: BatchRow) => listSendsOfBatch(store.read, batch.id, sendStates),
      counts: async (batch: BatchRow) => {
        const { counts } = (await readProgress(store.read, [batch.id])).get(batch.id)!;
        return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
      },
      read: async (batch: BatchRow) => (await findBatchOf(store.read, batch.id, ravi.memberId))!,
      used: async () =>
        Object.fromEntries([...(await readUsedDays(store.read, grant.id, '0000-00-00'))].sort()),
      told: async (who: TestMember) =>
        (await listEvents(store.read, who.memberId, { after: 0, limit: 200 }))
          .map(({ type, subjectId }) => ({ type, subjectId }))
          .filter(({ type }) => !type.startsWith('grant.')),
    };
  };
  const goneOut = (ids: readonly string[]) =>
    shared.google.record
      .sends()
      .filter(({ accepted, send }) => accepted && ids.includes(send?.behalfId ?? ''));

  it('is taken whole, written down email by email, told once, and each recipient gets their own words', async () => {
    const { world, store, ravi, maya, submit, sendsOf, counts, read, told } = await people();
    const batch = await submit();
    expect(batch).toMatchObject({ state: 'running', total: 3, endedAt: null });
    const sends = await sendsOf(batch);
    for (const who of [ravi, maya])
      expect(await told(who)).toEqual([{ type: 'batch.submitted', subjectId: batch.id }]);
    for (const { id } of sends)
      expect((await listAuditOfSubject(store.read, id)).map(({ action }) => action)).toEqual(['send.submit']);
    expect(await listAuditOfSubject(store.read, batch.id)).toHaveLength(1);
    await world.dispatchAll();
    expect(await counts(batch)).toEqual({ sent: 3 });
    const mails = await shared.google.mailbox('maya@acme.test');
    const words = sends.map(({ id }) => mails.find(({ header }) => header['x-behalf-id'] === id)!);
    expect(words.map(({ header }) => header.to)).toEqual([
      ...['Jonas Weber <jonas@candidate.test>', expect.stringContaining('lucia@candidate.test')],
      'Amir Khan <amir@candidate.test>',
    ]);
    expect(words[2]!.header.subject).toBe('A role for Amir Khan');
    expect(words.map(({ text }) => text?.trim())).toEqual([
      ...['Hello Jonas Weber, what about Berlin?', 'Hello Lucía Pérez, what about Madrid?'],
      'Hello Amir Khan, what about Leeds?',
    ]);
    await Promise.all([sweepBatches(store, world.clock()), sweepBatches(store, world.clock())]);
    await sweepBatches(store, world.clock());
    for (const who of [ravi, maya])
      expect((await told(who)).filter(({ type }) => type === 'batch.done')).toHaveLength(1);
    expect((await read(batch)).endedAt).toBe(world.clock());
    expect(await verifyAudit(store.read, maya.workspaceId)).toMatchObject({ ok: true });
  });

  it('is the same batch under the same key, also when ten ask at once, and no other may use the key', async () => {
    const { world, ravi, maya, from, grant, store, at, submit, used } = await people();
    const same = await Promise.all(Array.from({ length: 10 }, () => submit({}, 'one-intended-batch')));
    expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    expect(await used()).toEqual({ [utcDay(world.clock())]: 3 });
    for (const other of [
      { subject: 'Another' },
      { rows: rowsOf(3) },
      { sendAt: '2030-01-01T00:00:00Z' },
      { from: { mailboxId: ravi.mailboxId } },
    ]) {
      const answer = await world.submitBatch(ravi, { from, ...other }, 'one-intended-batch');
      expect(refusalOf(answer)).toBe('idempotency_conflict');
    }
    await world.dispatchAll();
    allowed(await moveOwnGrant(store, at(maya), ownMoves.revoke, grant.id));
    world.advance(400 * day);
    expect((await submit({}, 'one-intended-batch')).id).toBe(same[0]!.id);
    const own = allowed(
      await world.submitBatch(maya, { from: { mailboxId: maya.mailboxId } }, 'one-intended-batch'),
    );
    expect(own.id).not.toBe(same[0]!.id);
  });

  it('two different ones at once under one key, from two mailboxes, are one and a conflict', async () => {
    const { world, ravi, from } = await people();
    for (let round = 0; round < 10; round += 1) {
      const key = `two-at-once-${round}`;
      const answers = await Promise.all([
        world.submitBatch(ravi, { from }, key),
        world.submitBatch(ravi, { from: { mailboxId: ravi.mailboxId } }, key),
      ]);
      expect(answers.map(refusalOf).sort()).toEqual(['idempotency_conflict', null].sort());
    }
  });

  it('with anything wrong in any row is refused whole, and the row named', async () => {
    const { world, store, ravi, from, used, told } = await people({ blockedDomains: ['rival.test'] });
    const rows = rowsOf(5);
    const [one, two] = [rows[1]!, rows[3]!];
    for (const [wrong, words] of [
      [{ ...two, fields: {} }, 'row 4: nothing to fill {{city}} with'],
      [{ ...two, fields: { city: '  ' } }, 'row 4: nothing to fill {{city}} with'],
      [{ ...two, email: one.email.toUpperCase() }, 'row 4: the same recipient as row 2'],
      [{ ...two, email: 'x@rival.test' }, 'row 4: the sender’s terms'],
      [{ ...two, name: '=?utf-8?q' }, null],
    ] as const) {
      const asked = { from, rows: rows.with(3, wrong) };
      const answer = await world.submitBatch(ravi, asked);
      if (words === null) expect(refusalOf(answer)).toBeNull();
      else
        expect(answer).toMatchObject({ refused: 'invalid_request', message: expect.stringContaining(words) });
    }
    expect(Object.values(await used())).toEqual([5]);
    expect(await told(ravi)).toHaveLength(1);
    expect(await store.read.select().from(store.read.t.batches)).toHaveLength(1);
  });

  it('over the cap goes on the following days at the same time, and counts for each', async () => {
    const { world, submit, sendsOf, used } = await people({ dailyCap: 3 });
    const batch = await submit({ rows: rowsOf(8) });
    const now = world.clock();
    const days = [0, 0, 0, 1, 1, 1, 2, 2].map((after) => now + after * day);
    expect((await sendsOf(batch)).map(({ dueAt }) => dueAt)).toEqual(days);
    expect((await sendsOf(batch)).map(({ plannedAt }) => plannedAt)).toEqual(days);
    const today = (after: number) => utcDay(now + after * day);
    expect(await used()).toEqual({ [today(0)]: 3, [today(1)]: 3, [today(2)]: 2 });
    await world.dispatchAll();
    expect(goneOut((await sendsOf(batch)).map(({ id }) => id))).toHaveLength(3);
  });

  it('keeps the cap exact beside single emails and other batches that come at the same time', async () => {
    const { world, ravi, from, used } = await people({ dailyCap: 5 });
    const batches = Array.from({ length: 3 }, (_, i) =>
      world.submitBatch(ravi, { from, rows: rowsOf(4, `b${i}-`) }),
    );
    const singles = Array.from({ length: 8 }, () => world.submit(ravi, { from }));
    const taken = (await Promise.all([...batches, ...singles])).filter(
      (answer) => refusalOf(answer) === null,
    );
    const counts = Object.values(await used());
    expect(counts.every((count) => count <= 5)).toBe(true);
    const emails = taken.map((answer) => ('total' in answer ? answer.total : 1));
    expect(counts.reduce((a, b) => a + b)).toBe(emails.reduce((a, b) => a + b));
    expect(taken.length).toBeGreaterThanOrEqual(3);
  });

  it('that would take more than 30 days, or longer than the permission, is refused', async () => {
    const { world, ravi, from, used } = await people({ dailyCap: 1 });
    expect(refusalOf(await world.submitBatch(ravi, { from, rows: rowsOf(32) }))).toBe('cap_reached');
    expect(await used()).toEqual({});
    allowed(await world.submitBatch(ravi, { from, rows: rowsOf(31) }));
    const tom = await world.join('tom@acme.test');
    const short = { dailyCap: 1, expiresAt: new Date(world.clock() + 2.5 * day).toISOString() };
    const soon = await world.grant(tom, ravi, short);
    const asked = (count: number) => ({ from: { grantId: soon.id }, rows: rowsOf(count) });
    expect(refusalOf(await world.submitBatch(ravi, asked(4)))).toBe('cap_reached');
    allowed(await world.submitBatch(ravi, asked(3)));
  });

  it('paused waits, also what a retry brings back, and goes on as planned within the cap', async () => {
    const { world, store, at, ravi, submit, sendsOf, counts, used } = await people({ dailyCap: 3 });
    const batch = await submit({ rows: rowsOf(6) });
    shared.google.faults.add({
      kind: 'tooManyRequests',
      match: { path: sendPath },
      times: 1,
      retryAfter: 60,
    });
    await world.dispatchAll();
    expect(refusalOf(await pauseBatch(store, at(ravi), batch.id))).toBeNull();
    expect(refusalOf(await pauseBatch(store, at(ravi), batch.id))).toBe('state_moved_on');
    world.advance(3 * day);
    await world.dispatchAll();
    expect(await counts(batch)).toEqual({ queued: 6 });
    allowed(await resumeBatch(store, at(ravi), batch.id));
    const days = [0, 0, 0, 1, 1, 1].map((after) => utcDay(world.clock() + after * day));
    expect((await sendsOf(batch)).map(({ usageDay }) => usageDay)).toEqual(days);
    expect(Object.values(await used()).filter((count) => count > 0)).toEqual([3, 3]);
    await world.dispatchAll();
    expect(await counts(batch)).toEqual({ sent: 3, queued: 3 });
    world.advance(day);
    await world.dispatchAll();
    expect(await counts(batch)).toEqual({ sent: 6 });
  });

  it('cancelled in the middle stops what waits and gives its days back; what a retry brings back stops too', async () => {
    const { world, store, at, ravi, maya, submit, sendsOf, counts, used, told, read } = await people({
      dailyCap: 4,
    });
    const batch = await submit({ rows: rowsOf(10) });
    await world.dispatchAll();
    expect(await counts(batch)).toEqual({ sent: 4, queued: 6 });
    world.advance(day);
    shared.google.faults.add({
      kind: 'tooManyRequests',
      match: { path: sendPath },
      times: 1,
      retryAfter: 60,
    });
    await world.dispatchAll();
    const { sends } = store.read.t;
    // As if it were under way while the cancel comes.
    const [next] = (await sendsOf(batch)).filter(({ state }) => state === 'queued');
    await store.tx(
      async (q) => void (await q.update(sends).set({ state: 'sending' }).where(eq(sends.id, next!.id))),
    );
    allowed(await cancelBatch(store, at(ravi), batch.id));
    expect(await counts(batch)).toEqual({ sent: 4, sending: 1, cancelled: 5 });
    expect(Object.values(await used())).toEqual([4, 1, 0]);
    for (const who of [ravi, maya])
      expect(
        (await told(who)).filter(({ type }) => type.startsWith('batch.')).map(({ type }) => type),
      ).toEqual([...['batch.submitted', 'batch.cancelled']]);
    const back = { state: 'queued' as const, dueAt: world.clock() };
    await store.tx(async (q) => void (await q.update(sends).set(back).where(eq(sends.id, next!.id))));
    world.advance(day);
    await world.dispatchAll();
    expect(await counts(batch)).toEqual({ sent: 4, cancelled: 6 });
    expect(Object.values(await used())).toEqual([4, 0, 0]);
    await sweepBatches(store, world.clock());
    expect((await read(batch)).endedAt).toBe(world.clock());
    expect((await told(ravi)).map(({ type }) => type)).not.toContain('batch.done');
    for (const act of [pauseBatch, resumeBatch, cancelBatch])
      expect(refusalOf(await act(store, at(ravi), batch.id))).toBe('state_moved_on');
  });

  it('can be stopped email by email, and only by its requestor as a whole', async () => {
    const { world, store, at, ravi, maya, submit, sendsOf, counts } = await people();
    const tom = await world.join('tom@acme.test');
    const batch = await submit({}, undefined, 10_000);
    for (const act of [pauseBatch, resumeBatch, cancelBatch]) {
      expect(refusalOf(await act(store, at(maya), batch.id))).toBe('forbidden');
      expect(refusalOf(await act(store, at(tom), batch.id))).toBe('not_found');
    }
    allowed(await pauseBatch(store, at(ravi), batch.id));
    const [first] = await sendsOf(batch);
    expect(first!.dueAt).toBe(never);
    allowed(await cancelSend(store, at(ravi), first!.id));
    allowed(await resumeBatch(store, at(ravi), batch.id));
    world.advance(10_000);
    await world.dispatchAll();
    expect(await counts(batch)).toEqual({ sent: 2, cancelled: 1 });
    expect((await findSendOf(store.read, first!.id, ravi.memberId))!.state).toBe('cancelled');
  });

  it('of a thousand is one unit of work and one event, and its end by revocation too', async () => {
    const { world, store, at, maya, ravi, grant, submit, counts, told, used } = await people({
      dailyCap: 50,
    });
    const batch = await submit({ rows: rowsOf(1000) });
    expect(Object.values(await used())).toEqual(Array.from({ length: 20 }, () => 50));
    expect(allowed(await moveOwnGrant(store, at(maya), ownMoves.revoke, grant.id)).stopped).toBe(1000);
    expect(await counts(batch)).toEqual({ blocked: 1000 });
    expect(Object.values(await used()).every((count) => count === 0)).toBe(true);
    await sweepBatches(store, world.clock());
    for (const who of [ravi, maya])
      expect(await told(who)).toEqual([
        ...[
          { type: 'batch.submitted', subjectId: batch.id },
          { type: 'batch.blocked', subjectId: batch.id },
        ],
      ]);
    const [blocked] = (await listEvents(store.read, ravi.memberId, { after: 0, limit: 9 })).filter(
      ({ type }) => type === 'batch.blocked',
    );
    expect(blocked!.stopped).toBe(1000);
    expect(await verifyAudit(store.read, maya.workspaceId)).toMatchObject({ ok: true });
  }, 120_000);
});
