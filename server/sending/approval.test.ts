import { expect, it } from 'vitest';
import { approvalLifetimeMs } from '../../shared/domain/send-state.ts';
import type { TermsInput } from '../../shared/domain/terms.ts';
import { EditSend } from '../../shared/api/sends.ts';
import { freezeMember } from '../accounts/team/freeze-member.ts';
import { utcDay } from '../clock.ts';
import { endDueGrants } from '../grants/end-due-grants.ts';
import { moveOwnGrant, ownMoves } from '../grants/move-own-grant.ts';
import { setPause } from '../grants/pause.ts';
import { listAuditOfSubject } from '../store/audit.ts';
import { listEvents } from '../store/events.ts';
import { readUsage } from '../store/grants.ts';
import { findSendOf, type SendRow } from '../store/sends.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { race } from '../testing/race.ts';
import { allowed, createWorld, refusalOf, sharedGoogle, type TestMember } from '../testing/world.ts';
import { approveSend } from './approve-send.ts';
import { cancelSend, rejectSend } from './change-send.ts';
import { editSend } from './edit-send.ts';
import { lapseApprovals } from './lapse-approvals.ts';

const shared = sharedGoogle();
const day = 86_400_000;

eachEngine((_engine, open) => {
  const people = async (terms?: TermsInput) => {
    const world = createWorld(await open(), shared.google);
    const ada = await world.join('ada@acme.test');
    const [ravi, maya] = [await world.join('ravi@acme.test'), await world.join('maya@acme.test')];
    const grant = await world.grant(maya, ravi, terms);
    const { store } = world;
    const at = (who: TestMember) => ({ ...who, now: world.clock() });
    const later = (days: number) => ({ sendAt: new Date(world.clock() + days * day).toISOString() });
    return {
      ...{ world, store, ada, ravi, maya, grant, at, later },
      submit: async (more: object = {}) =>
        allowed(await world.submit(ravi, { from: { grantId: grant.id }, ...more })),
      approve: (send: SendRow, who = maya) => approveSend(store, at(who), send.id, send.contentHash),
      read: async (send: SendRow) => (await findSendOf(store.read, send.id, ravi.memberId))!,
      used: async (days = 0) =>
        (await readUsage(store.read, [grant.id], utcDay(world.clock() + days * day))).get(grant.id) ?? 0,
      told: async (who: TestMember) =>
        (await listEvents(store.read, who.memberId, { after: 0, limit: 200 })).map(
          ({ type, subjectId }) => `${type} ${subjectId}`,
        ),
    };
  };
  const goneOut = (send: SendRow) =>
    shared.google.record.sends().filter((entry) => entry.send?.behalfId === send.id).length;

  it('is given to what is looked at, too: a yes to an email without it is none to the same words with it', async () => {
    const { world, store, at, ravi, submit, approve, read } = await people({ approval: 'every' });
    const to = { email: 'jonas@candidate.us' };
    const [plain, opens, both, sums] = [
      await submit({ to }),
      await submit({ to, track: { opens: true, clicks: false } }),
      await submit({ to, track: { opens: true, clicks: true } }),
      await submit({ track: { opens: true, clicks: true } }),
    ];
    expect(new Set([plain, opens, both, sums].map(({ contentHash }) => contentHash)).size).toBe(4);
    const edit = (send: SendRow, more: object) =>
      editSend(
        { store, vault: world.vault, undoMs: 0 },
        at(ravi),
        send.id,
        EditSend.parse({ contentHash: send.contentHash, subject: 'Hello', html: '<p>Hi</p>', ...more }),
      );
    const edited = allowed(await edit(plain, { track: { opens: false, clicks: false } }));
    const tracked = allowed(await edit(edited, { track: { opens: true, clicks: true } }));
    expect(refusalOf(await approve(edited))).toBe('state_moved_on');
    expect((await read(edited)).state).toBe('held');
    allowed(await approve(tracked));
    // What was let go without it asks again once it is to be looked at.
    const free = allowed(await edit(opens, { track: { opens: false, clicks: false } }));
    allowed(await approve(free));
    expect(allowed(await edit(free, { track: { opens: true, clicks: true } })).state).toBe('held');
  });

  it('is the mailbox owner’s alone to give', async () => {
    const { world, store, at, ada, ravi, submit, approve } = await people({ approval: 'every' });
    const send = await submit();
    expect(refusalOf(await approve(send, ravi))).toBe('forbidden');
    expect(refusalOf(await approve(send, ada))).toBe('not_found');
    expect(refusalOf(await rejectSend(store, at(ravi), send.id))).toBe('forbidden');
    await world.dispatchAll();
    expect(goneOut(send)).toBe(0);
    allowed(await approve(send));
    expect(refusalOf(await approve(send))).toBe('state_moved_on');
    await world.dispatchAll();
    expect(goneOut(send)).toBe(1);
  });

  it('lets an email go at its time or, when that has passed, at once and counted for the day it goes', async () => {
    const { world, submit, approve, later, read, used } = await people({ approval: 'every', dailyCap: 1 });
    const [soon, late] = [await submit(later(1)), await submit(later(5))];
    allowed(await approve(late));
    expect(await read(late)).toMatchObject({ state: 'queued', dueAt: late.dueAt });
    world.advance(3 * day);
    expect(await used(-2)).toBe(1);
    expect(allowed(await approve(soon))).toMatchObject({
      dueAt: world.clock(),
      usageDay: utcDay(world.clock()),
    });
    expect([await used(-2), await used()]).toEqual([0, 1]);
    await world.dispatchAll();
    expect([goneOut(soon), goneOut(late)]).toEqual([1, 0]);
  });

  it('waits for the hours that an email may go in', async () => {
    const { world, submit, approve } = await people({ approval: 'every' });
    const weekday = new Date(world.clock() + 3 * day).getUTCDay() || 7;
    const hours = { days: [weekday], from: '00:00', to: '23:59' };
    const approved = allowed(await approve(await submit({ hours, zone: 'UTC' })));
    expect(new Date(approved.dueAt).getUTCDay() || 7).toBe(weekday);
    expect(approved.dueAt).toBeGreaterThan(world.clock() + day);
  });

  it('of the first one frees what else waits, within each day’s cap, in the same unit of work', async () => {
    const { world, store, submit, approve, later, read, used, told, ravi } = await people({
      ...{ approval: 'first', dailyCap: 2 },
    });
    const today = [await submit(), await submit()];
    const tomorrow = [await submit(later(1)), await submit(later(1))];
    world.advance(3 * day);
    const other = await submit(later(9));
    for (const send of [...today, ...tomorrow, other]) expect((await read(send)).state).toBe('held');
    allowed(await approve(today[0]!));
    const days = await Promise.all([...today, ...tomorrow].map(async (send) => (await read(send)).usageDay));
    const dayOf = (days: number) => utcDay(world.clock() + days * day);
    expect(days).toEqual([dayOf(0), dayOf(0), dayOf(1), dayOf(1)]);
    expect([await used(-3), await used(-2), await used(), await used(1)]).toEqual([0, 0, 2, 2]);
    expect(await read(other)).toMatchObject({ state: 'queued', dueAt: other.dueAt });
    expect(await told(ravi)).toContain(`send.queued ${other.id}`);
    const audit = await listAuditOfSubject(store.read, other.id);
    expect(audit.map(({ action }) => action)).toEqual(['send.submit', 'send.release']);
    expect((await submit(later(20))).state).toBe('queued');
  });

  it('of the first one leaves what waits under other grants', async () => {
    const { world, ravi, submit, approve, read } = await people({ approval: 'first' });
    const tom = await world.join('tom@acme.test');
    const other = await world.grant(tom, ravi, { approval: 'first' });
    const elsewhere = allowed(await world.submit(ravi, { from: { grantId: other.id } }));
    allowed(await approve(await submit()));
    expect((await read(elsewhere)).state).toBe('held');
  });

  it('that nobody gave in 14 days ends the email, tells both people and gives the cap back; an edit asks anew', async () => {
    const { world, store, at, ravi, maya, submit, later, read, used, told } = await people({
      approval: 'every',
    });
    const [old, edited] = [await submit(), await submit(later(60))];
    world.advance(day);
    const words = { contentHash: edited.contentHash, subject: 'New', html: '<p>New</p>' };
    allowed(await editSend({ ...world, undoMs: 0 }, at(ravi), edited.id, EditSend.parse(words)));
    world.advance(approvalLifetimeMs - day);
    expect(await lapseApprovals(store, world.clock())).toBe(0);
    world.advance(1);
    expect(await lapseApprovals(store, world.clock())).toBe(1);
    expect(await lapseApprovals(store, world.clock())).toBe(0);
    expect(await read(old)).toMatchObject({
      state: 'blocked',
      failure: 'approval_lapsed',
      endedAt: world.clock(),
    });
    expect((await read(edited)).state).toBe('held');
    for (const who of [ravi, maya]) expect(await told(who)).toContain(`send.blocked ${old.id}`);
    expect(await used(-14)).toBe(0);
    world.advance(day);
    expect(await lapseApprovals(store, world.clock())).toBe(1);
  });

  it.each(['revoke', 'pause', 'freeze', 'expiry'] as const)('comes too late after %s', async (act) => {
    const expiresAt = new Date(Date.now() + day).toISOString();
    const { world, store, at, ada, ravi, maya, grant, submit, approve, read } = await people({
      ...{ approval: 'every', expiresAt },
    });
    const send = await submit();
    const session = { familyId: 'x', role: 'admin' as const, ...at(ada) };
    if (act === 'revoke') allowed(await moveOwnGrant(store, at(maya), ownMoves.revoke, grant.id));
    if (act === 'pause') expect(await setPause(store, at(maya), true)).toEqual({ stopped: 1 });
    if (act === 'freeze') await freezeMember(store, session, ravi.memberId, world.clock());
    if (act === 'expiry') {
      world.advance(day);
      // Before the sweep came, and after it.
      expect(refusalOf(await approve(send))).toBe('state_moved_on');
      await endDueGrants(store, world.clock());
    }
    expect((await read(send)).state).toBe('blocked');
    expect(refusalOf(await approve(send))).toBe('state_moved_on');
    await world.dispatchAll();
    expect(goneOut(send)).toBe(0);
  });

  it('against a revocation, in 40 rounds: nothing is left that could go', async () => {
    const { world, store, at, ravi, maya, grant: first, approve, read } = await people({ approval: 'first' });
    let grant = first;
    const ends = new Set<string>();
    for (let round = 0; round < 40; round += 1) {
      const from = { grantId: grant.id };
      const sends = [
        allowed(await world.submit(ravi, { from })),
        allowed(await world.submit(ravi, { from })),
      ];
      const revoke = () => moveOwnGrant(store, at(maya), ownMoves.revoke, grant.id);
      const [answer] = await race(round, () => approve(sends[0]!), revoke);
      ends.add(refusalOf(answer) ?? 'approved');
      for (const send of sends) expect((await read(send)).state).toBe('blocked');
      grant = await world.grant(maya, ravi, { approval: 'first' });
    }
    expect(ends.size).toBe(2);
  }, 120_000);

  it('against the requestor’s cancel, in 50 rounds: one of the two holds, and the cap stays exact', async () => {
    const { store, at, ravi, submit, approve, read, used } = await people({
      approval: 'first',
      dailyCap: 2000,
    });
    let live = 0;
    for (let round = 0; round < 50; round += 1) {
      const send = await submit();
      const cancel = () => cancelSend(store, at(ravi), send.id);
      await race(round, () => approve(send), cancel);
      const { state } = await read(send);
      expect(['cancelled', 'queued']).toContain(state);
      if (state === 'queued') live += 1;
      expect(await used()).toBe(live);
    }
  }, 120_000);
});
