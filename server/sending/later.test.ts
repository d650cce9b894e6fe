import { expect, it } from 'vitest';
import { utcDay } from '../clock.ts';
import { findSendOf, type SendRow } from '../store/sends.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { allowed, createWorld, refusalOf, sharedGoogle } from '../testing/world.ts';
import { cancelSend } from './change-send.ts';

const shared = sharedGoogle();
const [hour, day] = [3_600_000, 86_400_000];
const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** A zone in which it is about noon now, so that no day begins or ends while a test moves the clock. */
function noonZone(now: number): string {
  const ahead = 12 - new Date(now).getUTCHours();
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

eachEngine((_engine, open) => {
  const people = async (terms?: object) => {
    const world = createWorld(await open(), shared.google);
    const [ravi, maya] = [await world.join('ravi@acme.test'), await world.join('maya@acme.test')];
    const from = { grantId: (await world.grant(maya, ravi, terms)).id };
    const read = async (send: SendRow) => (await findSendOf(world.store.read, send.id, ravi.memberId))!;
    const noon = Math.floor(world.clock() / hour) * hour;
    return { world, ravi, maya, from, read, noon, zone: noonZone(world.clock()) };
  };
  const goneOut = (send: SendRow) =>
    shared.google.record.sends().filter((entry) => entry.send?.behalfId === send.id).length;

  it('goes out at the local time it was asked for, not before, and can be taken back until then', async () => {
    const { world, ravi, from, read, noon, zone } = await people();
    const tomorrow = new Date(noon + day + 12 * hour - new Date(noon).getUTCHours() * hour);
    const sendAt = `${tomorrow.toISOString().slice(0, 10)}T12:00`;
    const send = allowed(await world.submit(ravi, { from, sendAt, zone }));
    const back = allowed(await world.submit(ravi, { from, sendAt, zone }));
    expect(send).toMatchObject({ plannedAt: send.dueAt, zone });
    world.advance(send.dueAt - world.clock() - 1);
    await world.dispatchAll();
    expect([goneOut(send), (await read(send)).state]).toEqual([0, 'queued']);
    allowed(await cancelSend(world.store, { ...ravi, now: world.clock() }, back.id));
    world.advance(1);
    await world.dispatchAll();
    expect([goneOut(send), goneOut(back)]).toEqual([1, 0]);
  });

  it('put off past the end of its hours it waits for the next ones, with all that is in the same case', async () => {
    const { world, ravi, from, read, noon, zone } = await people();
    const hours = { days: everyDay, from: '12:00', to: '14:00' };
    const path = '/messages/send';
    shared.google.faults.add({ kind: 'tooManyRequests', match: { path }, times: 1, retryAfter: 3 * 3600 });
    const within = [];
    for (let i = 0; i < 4; i += 1) within.push(allowed(await world.submit(ravi, { from, zone, hours })));
    const anytime = allowed(await world.submit(ravi, { from }));
    await world.dispatchAll();
    world.advance(noon + 3 * hour + 60_000 - world.clock() + hour);
    await world.dispatchAll();
    await world.dispatchAll();
    expect(goneOut(anytime)).toBe(1);
    for (const send of within)
      expect(await read(send)).toMatchObject({
        state: 'queued',
        dueAt: noon + day,
        plannedAt: send.plannedAt,
      });
    world.advance(noon + day - 1 - world.clock());
    await world.dispatchAll();
    expect(within.map((send) => goneOut(send) > 1)).toEqual([false, false, false, false]);
    world.advance(1);
    await world.dispatchAll();
    for (const send of within) expect((await read(send)).state).toBe('sent');
  });

  it('is not taken when the permission is known to end before', async () => {
    const { world, ravi, from, noon } = await people({
      expiresAt: new Date(Date.now() + 2 * day).toISOString(),
    });
    const at = (instant: number) => ({ from, sendAt: new Date(instant).toISOString() });
    expect(refusalOf(await world.submit(ravi, at(noon + 3 * day)))).toBe('grant_not_live');
    expect(refusalOf(await world.submit(ravi, at(noon + day)))).toBeNull();
  });

  it('counts against the cap of the day it goes on', async () => {
    const { world, ravi, from, noon } = await people({ dailyCap: 1 });
    const at = (days: number) => ({ from, sendAt: new Date(noon + days * day + hour).toISOString() });
    allowed(await world.submit(ravi, at(3)));
    const refused = await world.submit(ravi, at(3));
    expect(refused).toMatchObject({
      refused: 'cap_reached',
      message: expect.stringContaining('another day'),
    });
    allowed(await world.submit(ravi, at(4)));
    allowed(await world.submit(ravi, { from }));
  });

  it('put off to another day it counts for that day, and waits on where that one is full', async () => {
    const { world, ravi, from, read, noon } = await people({ dailyCap: 1 });
    const at = (instant: number) => ({ from, sendAt: new Date(instant).toISOString() });
    const path = '/messages/send';
    shared.google.faults.add({ kind: 'tooManyRequests', match: { path }, times: 1, retryAfter: 20 * 3600 });
    const first = allowed(await world.submit(ravi, { from }));
    const next = allowed(await world.submit(ravi, at(noon + day)));
    await world.dispatchAll();
    expect((await read(first)).state).toBe('queued');
    world.advance(noon + day - world.clock());
    await world.dispatchAll();
    await world.dispatchAll();
    expect([goneOut(first), goneOut(next)]).toEqual([1, 1]);
    expect(await read(first)).toMatchObject({ state: 'queued', usageDay: utcDay(noon + 2 * day) });
    expect((await read(next)).state).toBe('sent');
    world.advance(day);
    await world.dispatchAll();
    expect((await read(first)).state).toBe('sent');
  });
});
