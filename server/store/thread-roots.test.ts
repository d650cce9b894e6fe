import { expect, it } from 'vitest';
import { allowed, createWorld, sharedGoogle } from '../testing/world.ts';
import { blockFollowUps } from './follow-ups.ts';
import { insertFreshSends } from './sends.ts';
import { eachEngine } from './testing/engines.ts';
import { findThreadRoots } from './thread-roots.ts';

const shared = sharedGoogle();
const began = Date.UTC(2026, 2, 1);

eachEngine((_, open) => {
  it('threads of thousands of emails are told apart, and what waits at the end of one ends with a reply to it', async () => {
    const store = await open();
    const world = createWorld(store, shared.google);
    const ravi = await world.join('ravi@acme.test');
    const sample = allowed(await world.submit(ravi, { from: { mailboxId: ravi.mailboxId } }));
    const idOf = (n: number) => `019cb391-0000-7000-8000-${String(n).padStart(12, '0')}`;
    /** Emails of which each follows the one before; the last one waits. */
    const thread = (start: number, length: number) =>
      Array.from({ length }, (_unused, i) => ({
        ...{ ...sample, id: idOf(start + i), idempotencyKey: `made-${start + i}` },
        state: i === length - 1 ? ('queued' as const) : ('sent' as const),
        inReplyTo: i === 0 ? null : idOf(start + i - 1),
      }));
    const [long, short] = [thread(0, 12_000), thread(20_000, 3)];
    await store.tx((q) => insertFreshSends(q, [...long, ...short]));
    const [first, middle, last] = [long[0]!, long[6_000]!, long.at(-1)!];

    const some = [last, middle, first, short.at(-1)!, sample];
    const roots = await findThreadRoots(store.read, some);
    expect(some.map(({ id }) => roots.get(id))).toEqual([
      first.id,
      first.id,
      first.id,
      short[0]!.id,
      sample.id,
    ]);
    const all = await findThreadRoots(store.read, long);
    expect(new Set(long.map(({ id }) => all.get(id)))).toEqual(new Set([first.id]));

    const end = { failure: 'recipient_replied', endedAt: began } as const;
    const blocked = await store.tx((q) => blockFollowUps(q, first, end));
    expect(blocked.map(({ id }) => id)).toEqual([last.id]);
  }, 60_000);
});
