import { expect, it } from 'vitest';
import { EditSend } from '../../shared/api/sends.ts';
import type { TermsInput } from '../../shared/domain/terms.ts';
import { utcDay } from '../clock.ts';
import { moveOwnGrant, ownMoves } from '../grants/move-own-grant.ts';
import { isRefusal } from '../refusal.ts';
import { listAuditOfSubject } from '../store/audit.ts';
import { listEvents } from '../store/events.ts';
import { readUsage } from '../store/grants.ts';
import { findSendOf, type SendRow } from '../store/sends.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { race } from '../testing/race.ts';
import { allowed, createWorld, refusalOf, sharedGoogle, type TestMember } from '../testing/world.ts';
import { approveSend } from './approve-send.ts';
import { cancelSend } from './change-send.ts';
import { claimSends } from './claim-sends.ts';
import { openBody, openHeading } from './content.ts';
import { dispatch } from './dispatch.ts';
import { editSend } from './edit-send.ts';

const shared = sharedGoogle();
const day = 86_400_000;

eachEngine((_engine, open) => {
  const people = async (terms?: TermsInput, undoMs = 10_000) => {
    const world = createWorld(await open(), shared.google);
    const [ravi, maya] = [await world.join('ravi@acme.test'), await world.join('maya@acme.test')];
    const grant = await world.grant(maya, ravi, terms);
    const at = <Who extends TestMember>(who: Who) => ({ ...who, now: world.clock() });
    const { store, vault } = world;
    return {
      ...{ world, store, ravi, maya, grant, at, from: { grantId: grant.id } },
      submit: async (more: Partial<Parameters<typeof world.submit>[1]> = {}) =>
        allowed(await world.submit(ravi, { from: { grantId: grant.id }, ...more }, undefined, undoMs)),
      edit: (send: SendRow, more: Partial<EditSend> = {}, who = ravi) =>
        editSend(
          { store, vault, undoMs },
          at(who),
          send.id,
          EditSend.parse({
            contentHash: send.contentHash,
            subject: 'Edited',
            html: '<p>Edited</p>',
            ...more,
          }),
        ),
      read: async (send: SendRow) => (await findSendOf(store.read, send.id, ravi.memberId))!,
      told: async (who: TestMember) =>
        (await listEvents(store.read, who.memberId, { after: 0, limit: 200 })).map(({ type }) => type),
    };
  };
  const outgoing = async (send: SendRow) =>
    (await shared.google.mailbox('maya@acme.test')).filter(({ header }) => header['x-behalf-id'] === send.id);

  it('changes what goes out, begins the undo window anew and tells both people', async () => {
    const { world, store, ravi, maya, submit, edit, read, told } = await people();
    const send = await submit();
    world.advance(6_000);
    const edited = allowed(await edit(send, { to: { email: 'lucia@candidate.test' } }));
    expect(edited).toMatchObject({
      state: 'queued',
      toEmail: 'lucia@candidate.test',
      undoUntil: world.clock() + 10_000,
    });
    expect(edited.contentHash).not.toBe(send.contentHash);
    world.advance(9_999);
    await world.dispatchAll();
    expect((await read(send)).state).toBe('queued');
    world.advance(1);
    await world.dispatchAll();
    const [message, ...more] = await outgoing(send);
    expect(more).toEqual([]);
    expect(message!.header).toMatchObject({ subject: 'Edited', to: 'lucia@candidate.test' });
    for (const who of [ravi, maya]) expect(await told(who)).toContain('send.edited');
    const [entry] = (await listAuditOfSubject(store.read, send.id)).filter(
      ({ action }) => action === 'send.edit',
    );
    expect(JSON.parse(entry!.details)).toMatchObject({
      from: send.contentHash,
      contentHash: edited.contentHash,
    });
  });

  it('keeps what it does not name: recipient, name, plan; and stores the new words sealed to the row', async () => {
    const { world, submit, edit } = await people();
    const sendAt = new Date(world.clock() + 3 * day).toISOString();
    const send = await submit({ sendAt });
    const edited = allowed(await edit(send));
    expect(edited).toMatchObject({ toEmail: send.toEmail, plannedAt: send.plannedAt, dueAt: send.dueAt });
    expect(openHeading(world.vault, edited)).toEqual({ subject: 'Edited', toName: 'Jonas Weber' });
    expect(openBody(world.vault, edited)).toEqual({ html: '<p>Edited</p>', text: 'Edited' });
  });

  it('is refused to everybody but the requestor, for other content, and once it is under way or at its end', async () => {
    const { world, store, at, ravi, maya, submit, edit, read } = await people();
    const tom = await world.join('tom@acme.test');
    const send = await submit();
    expect(refusalOf(await edit(send, {}, maya))).toBe('forbidden');
    expect(refusalOf(await edit(send, {}, tom))).toBe('not_found');
    expect(refusalOf(await edit(send, { contentHash: '0'.repeat(64) }))).toBe('state_moved_on');
    expect(refusalOf(await edit(send, { html: '<script>x</script>' }))).toBe('invalid_request');
    expect(await read(send)).toEqual(send);
    const other = await submit();
    allowed(await cancelSend(store, at(ravi), other.id));
    expect(refusalOf(await edit(other))).toBe('state_moved_on');
    world.advance(10_000);
    await world.dispatchAll();
    expect(refusalOf(await edit(send))).toBe('state_moved_on');
  });

  it('asks again under terms that want each one approved, and the old approval is worth nothing', async () => {
    const { world, store, at, maya, submit, edit, told } = await people({ approval: 'every' });
    const sendAt = new Date(world.clock() + day).toISOString();
    const send = await submit({ sendAt });
    allowed(await approveSend(store, at(maya), send.id, send.contentHash));
    const edited = allowed(await edit(send));
    expect(edited.state).toBe('held');
    expect((await told(maya)).slice(-2)).toEqual(['send.edited', 'send.held']);
    expect(refusalOf(await approveSend(store, at(maya), send.id, send.contentHash))).toBe('state_moved_on');
    world.advance(2 * day);
    await world.dispatchAll();
    expect(await outgoing(send)).toEqual([]);
    allowed(await approveSend(store, at(maya), send.id, edited.contentHash));
    await world.dispatchAll();
    expect((await outgoing(send))[0]!.header.subject).toBe('Edited');
  });

  it('lets what was approved go at another time without asking again', async () => {
    const { world, store, at, maya, submit, edit } = await people({ approval: 'every' });
    const send = await submit({ sendAt: new Date(world.clock() + day).toISOString() });
    allowed(await approveSend(store, at(maya), send.id, send.contentHash));
    const same = { subject: 'A role you might like', html: '<p>Hello <b>Jonas</b>, shall we talk?</p>' };
    const later = { ...same, sendAt: new Date(world.clock() + 2 * day).toISOString() };
    expect(allowed(await edit(send, later))).toMatchObject({
      state: 'queued',
      dueAt: world.clock() + 2 * day,
    });
  });

  it('asks again when it was itself the first that got past the acceptor', async () => {
    const { world, store, at, maya, submit, edit } = await people({ approval: 'first' });
    const send = await submit({ sendAt: new Date(world.clock() + day).toISOString() });
    allowed(await approveSend(store, at(maya), send.id, send.contentHash));
    const edited = allowed(await edit(send));
    expect(edited.state).toBe('held');
    allowed(await approveSend(store, at(maya), send.id, edited.contentHash));
    const second = await submit({ sendAt: new Date(world.clock() + day).toISOString() });
    expect(second.state).toBe('queued');
    expect(allowed(await edit(second)).state).toBe('queued');
  });

  it('holds a new recipient against the terms, a new day against the cap, and changes nothing when refused', async () => {
    const { world, store, grant, submit, edit, read } = await people({
      ...{ dailyCap: 1, blockedDomains: ['rival.test'] },
      expiresAt: new Date(Date.now() + 9 * day).toISOString(),
    });
    const at = (days: number) => ({ sendAt: new Date(world.clock() + days * day).toISOString() });
    const [send, other] = [await submit(at(3)), await submit(at(4))];
    expect(refusalOf(await edit(send, { to: { email: 'x@rival.test' } }))).toBe('recipient_not_allowed');
    expect(refusalOf(await edit(send, at(4)))).toBe('cap_reached');
    expect(refusalOf(await edit(send, at(10)))).toBe('grant_not_live');
    expect(refusalOf(await edit(send, { zone: 'UTC', sendAt: '9999-01-01T00:00' }))).toBe('invalid_request');
    expect(refusalOf(await edit(send, { sendAt: '2026-01-01T00:00' }))).toBe('invalid_request');
    expect([await read(send), await read(other)]).toEqual([send, other]);
    const moved = allowed(await edit(send, at(5)));
    const used = async (days: number) =>
      (await readUsage(store.read, [grant.id], utcDay(world.clock() + days * day))).get(grant.id);
    expect([await used(3), await used(4), await used(5)]).toEqual([0, 1, 1]);
    expect(moved.usageDay).toBe(utcDay(moved.dueAt));
  });

  it('keeps the subject of a thread it continues', async () => {
    const { world, submit, edit } = await people({}, 0);
    const first = await submit();
    await world.dispatchAll();
    const next = await submit({ inReplyTo: first.id, sendAt: new Date(world.clock() + day).toISOString() });
    expect(refusalOf(await edit(next))).toBe('invalid_request');
    allowed(await edit(next, { subject: `Re: A role you might like` }));
  });

  it('against a claim, in 30 rounds: what goes out is the new email whole, or the old one and the edit is refused', async () => {
    const { world, store, submit, edit } = await people({ dailyCap: 2000 }, 0);
    const seen = new Set<string>();
    for (let round = 0; round < 30; round += 1) {
      // As long as Gmail's pace asks for between two.
      world.advance(1_500);
      const send = await submit();
      const claim = () => claimSends(store, world.clock(), 1);
      const [answer, [claimed]] = await race(round, () => edit(send), claim);
      if (claimed) await dispatch(world.parts, claimed);
      else await world.dispatchAll();
      const messages = await outgoing(send);
      const subject = isRefusal(answer) ? 'A role you might like' : 'Edited';
      expect(messages.map(({ header }) => header.subject)).toEqual([subject]);
      seen.add(subject);
    }
    expect([...seen].sort()).toEqual(['A role you might like', 'Edited']);
  }, 120_000);

  it('against an approval, in 40 rounds: nothing that was not approved is ever free to go', async () => {
    const { store, at, maya, submit, edit, read } = await people({ approval: 'every', dailyCap: 2000 });
    for (let round = 0; round < 40; round += 1) {
      const send = await submit();
      const approve = () => approveSend(store, at(maya), send.id, send.contentHash);
      const [edited] = await race(round, () => edit(send), approve);
      expect(await read(send)).toMatchObject({ state: 'held', contentHash: allowed(edited).contentHash });
    }
  }, 120_000);

  it('against a revocation, in 40 rounds: nothing is left that could go', async () => {
    const { world, store, at, ravi, maya, grant: first, edit, read } = await people();
    let grant = first;
    const ends = new Set<string>();
    for (let round = 0; round < 40; round += 1) {
      const send = allowed(await world.submit(ravi, { from: { grantId: grant.id } }, undefined, 10_000));
      const revoke = () => moveOwnGrant(store, at(maya), ownMoves.revoke, grant.id);
      const [answer] = await race(round, () => edit(send), revoke);
      ends.add(refusalOf(answer) ?? 'edited');
      expect((await read(send)).state).toBe('blocked');
      grant = await world.grant(maya, ravi);
    }
    expect(ends.size).toBeGreaterThan(1);
  }, 120_000);
});
