import { expect, it } from 'vitest';
import { freezeMember } from '../accounts/team/freeze-member.ts';
import { listAuditOfSubject } from '../store/audit.ts';
import { listEvents } from '../store/events.ts';
import { listSends } from '../store/list-sends.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { race } from '../testing/race.ts';
import { allowed, createWorld, refusalOf, sharedGoogle, type TestMember } from '../testing/world.ts';
import { lapseApprovals } from '../sending/lapse-approvals.ts';
import { endDueGrants } from './end-due-grants.ts';
import { moveOwnGrant, ownMoves } from './move-own-grant.ts';
import { setPause } from './pause.ts';
import { revokeAsAdmin } from './revoke-as-admin.ts';

const shared = sharedGoogle();
const day = 86_400_000;

eachEngine((_engine, open) => {
  const people = async () => {
    const world = createWorld(await open(), shared.google);
    const { store } = world;
    const ada = await world.join('ada@acme.test');
    const [ravi, maya] = [await world.join('ravi@acme.test'), await world.join('maya@acme.test')];
    const expiresAt = new Date(world.clock() + 2 * day).toISOString();
    const grant = await world.grant(maya, ravi, { approval: 'first', expiresAt });
    const from = { grantId: grant.id };
    const sendAt = new Date(world.clock() + day).toISOString();
    const held = [await world.submit(ravi, { from }), await world.submit(ravi, { from, sendAt })].map(
      allowed,
    );
    const at = (who: TestMember) => ({ ...who, now: world.clock() });
    const told = async (who: TestMember, type: string) =>
      (await listEvents(store.read, who.memberId, { after: 0, limit: 200 })).filter((it) => it.type === type);
    return { ...{ world, store, ada, ravi, maya, grant, held, at, told } };
  };

  it.each([
    ['grant.revoked', 'a revocation'],
    ['grant.revoked', 'an admin’s revocation'],
    ['grant.left', 'leaving'],
    ['grant.expired', 'the end of the terms'],
    ['grant.suspended', 'a pause'],
    ['grant.suspended', 'a freeze'],
  ] as const)('%s by %s says to both people how many emails it stopped', async (type, act) => {
    const { world, store, ada, ravi, maya, grant, held, at, told } = await people();
    const stops = {
      'a revocation': () => moveOwnGrant(store, at(maya), ownMoves.revoke, grant.id),
      'an admin’s revocation': () => revokeAsAdmin(store, at(ada), grant.id),
      leaving: () => moveOwnGrant(store, at(ravi), ownMoves.leave, grant.id),
      'a pause': () => setPause(store, at(maya), true),
      'a freeze': () =>
        freezeMember(store, { familyId: 'x', role: 'admin', ...at(ada) }, ravi.memberId, world.clock()),
      'the end of the terms': () => {
        world.advance(2 * day);
        return endDueGrants(store, world.clock());
      },
    };
    const answer = await stops[act]();
    if (act !== 'a freeze' && act !== 'the end of the terms') expect(answer).toMatchObject({ stopped: 2 });
    for (const who of [ravi, maya]) {
      expect((await told(who, type)).map(({ stopped }) => stopped)).toEqual([2]);
      expect((await told(who, 'send.blocked')).map(({ subjectId }) => subjectId).sort()).toEqual(
        held.map(({ id }) => id).sort(),
      );
    }
    for (const { id } of held)
      expect((await listAuditOfSubject(store.read, id)).map(({ action }) => action)).toContain('send.block');
  });

  it('what had gone out or was cancelled before is not counted', async () => {
    const { world, store, maya, grant, held, at, told, ravi } = await people();
    world.advance(15 * day);
    expect(await lapseApprovals(store, world.clock())).toBe(held.length);
    world.advance(1);
    expect(allowed(await moveOwnGrant(store, at(maya), ownMoves.revoke, grant.id)).stopped).toBe(0);
    expect((await told(ravi, 'grant.revoked')).map(({ stopped }) => stopped)).toEqual([0]);
  });

  it('a pause against a submission, in 40 rounds: nothing is left that could go', async () => {
    const { world, store, ravi, maya, at } = await people();
    const tom = await world.join('tom@acme.test');
    const grant = await world.grant(maya, tom, { dailyCap: 2000 });
    const ends = new Set<string>();
    for (let round = 0; round < 40; round += 1) {
      const submit = () => world.submit(tom, { from: { grantId: grant.id } }, undefined, 10_000);
      const [answer] = await race(round, submit, () => setPause(store, at(maya), true));
      ends.add(refusalOf(answer) ?? 'taken');
      for (const who of [ravi, tom]) {
        const waiting = { side: 'requestor', state: 'queued', before: null, limit: 10 } as const;
        expect((await listSends(store.read, who.memberId, waiting)).rows).toEqual([]);
      }
      await setPause(store, at(maya), false);
    }
    expect(ends.size).toBe(2);
  }, 120_000);
});
