import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { claimLooks, settleLook } from '../store/looks.ts';
import { eachEngine } from '../store/testing/engines.ts';
import type { SendRow } from '../store/sends.ts';
import { refusalOf, sharedGoogle } from '../testing/world.ts';
import { resolveSend } from './change-send.ts';
import { conclusiveAfterMs, lookLeaseMs } from './look-times.ts';
import { settleLooks } from './reconcile-settle.ts';
import { reconcileSends } from './reconcile.ts';
import { settleSend } from './settle-send.ts';
import { fireSend } from './fire-send.ts';
import { claimSends } from './claim-sends.ts';
import { interruptedWorld, type InterruptedWorld } from './testing/interrupted.ts';

const shared = sharedGoogle();

eachEngine((_engine, open) => {
  const begin = async () => interruptedWorld(await open(), shared.google, { terms: { dailyCap: 500 } });
  const decisionsAbout = async ({ store }: InterruptedWorld, send: SendRow) => {
    const { auditEntries } = store.read.t;
    const rows = await store.read
      .select({ action: auditEntries.action })
      .from(auditEntries)
      .where(eq(auditEntries.subjectId, send.id));
    return rows.filter(({ action }) => /look|resolve/.test(action));
  };
  /** An uncertain send of which Gmail knows nothing, without the requests. */
  const lose = async ({ store, world, submit, row }: InterruptedWorld): Promise<SendRow> => {
    const send = await submit();
    const [claimed] = await claimSends(store, world.clock(), 1);
    await fireSend(store, claimed!, claimed!.sender.mailbox.tokenVersion, world.clock());
    await settleSend(store, { ...claimed!, firedAt: world.clock() }, { end: 'uncertain' }, world.clock());
    return row(send);
  };

  it('lets two processes that look at the same moment come to one decision', async () => {
    const scene = await begin();
    const { world } = scene;
    for (let round = 0; round < 15; round += 1) {
      const send = round % 2 ? await scene.interrupt('resetAfter') : await lose(scene);
      world.advance(conclusiveAfterMs);
      const taken = await Promise.all(
        Array.from({ length: 3 }, () => reconcileSends(world.parts, world.clock())),
      );
      expect(taken.toSorted()).toEqual([0, 0, 1]);
      expect(await decisionsAbout(scene, send)).toHaveLength(1);
      await world.dispatchAll();
      expect((await scene.row(send)).state).toBe('sent');
      expect(scene.accepted(send)).toBe(1);
    }
  }, 60_000);

  it('lets the owner and a look about the same send come to one decision in 40 rounds', async () => {
    const scene = await begin();
    const { world, store } = scene;
    const { findSent } = world.mail;
    const wins = { owner: 0, look: 0 };
    for (let round = 0; round < 40; round += 1) {
      const isThere = round % 4 === 0;
      const send = isThere ? await scene.interrupt('resetAfter') : await lose(scene);
      world.advance(conclusiveAfterMs);
      // The owner answers in the moment in which the look knows.
      const answered = new Promise<Awaited<ReturnType<typeof resolveSend>>>((resolve, reject) => {
        const outcome = isThere ? 'sent' : 'notSent';
        const answer = () =>
          resolveSend(store, scene.act(scene.maya), send.id, outcome).then(resolve, reject);
        world.parts.mail.findSent = async (query) => {
          const look = await findSent(query);
          if (round % 2 === 0) void answer();
          else setImmediate(answer);
          return look;
        };
      });
      const [answer] = await Promise.all([answered, scene.look()]);
      const { state, reattempts } = await scene.row(send);
      const decisions = await decisionsAbout(scene, send);
      expect(decisions).toHaveLength(1);
      if (refusalOf(answer) === null) {
        wins.owner += 1;
        expect(decisions[0]!.action).toBe('send.resolve');
        expect([state, reattempts]).toEqual([isThere ? 'sent' : 'failed', 0]);
      } else {
        wins.look += 1;
        expect(refusalOf(answer)).toBe('state_moved_on');
        expect(decisions[0]!.action).toBe('send.look');
        expect([state, reattempts]).toEqual(isThere ? ['sent', 0] : ['queued', 1]);
      }
      await world.dispatchAll();
      const failed = state === 'failed';
      expect(scene.accepted(send)).toBe(failed ? 0 : 1);
    }
    expect(Math.min(wins.owner, wins.look), JSON.stringify(wins)).toBeGreaterThan(0);
  }, 120_000);

  it('lets the owner win whose answer came while the look was under way', async () => {
    const scene = await begin();
    const send = await scene.interrupt('resetBefore');
    const { findSent } = scene.world.mail;
    scene.world.parts.mail.findSent = async (query) => {
      const found = await findSent(query);
      await resolveSend(scene.store, scene.act(scene.maya), send.id, 'notSent');
      return found;
    };
    await scene.lookWhenSure();
    expect(await scene.row(send)).toMatchObject({ state: 'failed', failure: 'not_sent_confirmed' });
    await scene.world.dispatchAll();
    expect(scene.accepted(send)).toBe(0);
  });

  it('lets a process that lost its look change nothing', async () => {
    const scene = await begin();
    const { store, world, maya } = scene;
    const send = await scene.interrupt('resetBefore');
    world.advance(conclusiveAfterMs);
    const claim = async () => {
      const now = world.clock();
      return store.tx((q) => claimLooks(q, { now, limit: 10, leaseUntil: now + lookLeaseMs }));
    };
    const [slow] = await claim();
    expect(await claim()).toEqual([]);
    world.advance(lookLeaseMs);
    const [quick] = await claim();
    expect(quick).toMatchObject({ id: send.id, looks: 2 });
    const look = { found: new Map(), end: 'whole' as const, retryAfterMs: null };
    const made = { mailboxId: maya.mailboxId, tokenVersion: 0, lookedAt: world.clock(), look };
    await settleLooks(store, { ...made, sends: [slow!] }, world.clock());
    expect((await scene.row(send)).state).toBe('uncertain');
    await settleLooks(store, { ...made, sends: [quick!] }, world.clock());
    expect(await scene.row(send)).toMatchObject({ state: 'queued', reattempts: 1 });
    // Nor once the send is uncertain again, by another attempt.
    shared.google.faults.add({ kind: 'resetBefore', match: { path: '/messages/send' }, times: 1 });
    await world.dispatchAll();
    for (const old of [slow!, quick!]) {
      expect(await store.tx((q) => settleLook(q, old, { state: 'sent' }))).toBe(false);
    }
    expect(await decisionsAbout(scene, send)).toHaveLength(1);
  });

  it('leaves a look that fell over for later, and the other mailboxes of its round alone', async () => {
    const scene = await begin();
    const send = await scene.interrupt('resetAfter');
    const { findSent } = scene.world.mail;
    scene.world.parts.mail.findSent = () => Promise.reject(new Error('A defect'));
    await scene.lookNext();
    expect(scene.world.logged.join()).toContain('could not be looked into');
    expect((await scene.row(send)).state).toBe('uncertain');
    scene.world.parts.mail.findSent = findSent;
    await scene.lookNext();
    expect((await scene.row(send)).state).toBe('sent');
  });
});
