import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { allowed, createWorld, sharedGoogle } from '../testing/world.ts';
import { insertFreshSends, type NewSend } from './sends.ts';
import { eachEngine } from './testing/engines.ts';
import { countRecipientsAround, insertTrackedSends } from './tracked-sends.ts';

const shared = sharedGoogle();
const day = 86_400_000;
const noon = Date.UTC(2026, 2, 10, 12);
const midnight = noon - day / 2;

eachEngine((_, open) => {
  it('counts to whom such emails went on a day, however long before they were written', async () => {
    const store = await open();
    const world = createWorld(store, shared.google);
    const [maya, ravi] = [await world.join('maya@acme.test'), await world.join('ravi@acme.test')];
    const grant = await world.grant(maya, ravi);
    const waiting = allowed(await world.submit(ravi, { from: { grantId: grant.id } }));
    let made = 0;
    const email = (writtenAt: number, sentAt: number | null, rest: Partial<NewSend> = {}) => ({
      ...waiting,
      ...{ id: uuidv7({ msecs: writtenAt }), idempotencyKey: `made-${made}`, recipientKey: `r${made++}` },
      ...{ state: sentAt === null ? 'queued' : 'sent', plannedAt: sentAt ?? noon, sentAt, endedAt: sentAt },
      ...rest,
    });
    const rows = [
      email(noon - 21 * day, noon - 60_000),
      email(noon - 60_000, noon + 60_000),
      email(noon - 3 * day, midnight),
      email(noon - 3 * day, midnight + day),
      email(noon - 3 * day, midnight - 1),
      email(noon - 3 * day, null),
      email(noon, noon, { acceptorId: ravi.memberId }),
      // So many were written in between that a walk along that order would not get by.
      ...Array.from({ length: 1_200 }, (_unused, i) => email(noon - 10 * day + i, noon - 5 * day + i)),
    ] as NewSend[];
    await store.tx(async (q) => {
      await insertFreshSends(q, rows);
      const seen = { mode: 'aggregate', opens: true, clicks: false } as const;
      await insertTrackedSends(
        q,
        rows.map(({ id }) => ({ sendId: id, ...seen })),
      );
    });
    const sum = {
      requestorId: ravi.memberId,
      acceptorId: maya.memberId,
      from: midnight,
      until: midnight + day,
    };
    const count = (around: number, enough = 10, side: 'opens' | 'clicks' = 'opens') =>
      countRecipientsAround(store.read, around, { ...sum, side }, enough);
    for (const around of [midnight, noon - 60_000, noon + 60_000]) expect(await count(around)).toBe(3);
    expect(await count(noon, 2)).toBe(2);
    expect(await count(noon, 10, 'clicks')).toBe(0);
  });
});
