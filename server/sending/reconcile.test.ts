import { eq } from 'drizzle-orm';
import { expect, it, vi } from 'vitest';
import { findForeignEgress } from '../../e2e/support/egress.ts';
import { utcDay } from '../clock.ts';
import { moveOwnGrant, ownMoves } from '../grants/move-own-grant.ts';
import { setPause } from '../grants/pause.ts';
import { googleEndpoints } from '../mail/gmail/endpoints.ts';
import { createGmail } from '../mail/gmail/mail.ts';
import { sealMail } from '../mail/sealed-mail.ts';
import { readUsage } from '../store/grants.ts';
import { readNextLook } from '../store/looks.ts';
import type { SendRow } from '../store/sends.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { allowed, sharedGoogle } from '../testing/world.ts';
import { resolveSend } from './change-send.ts';
import { claimSends, leaseMs } from './claim-sends.ts';
import { fireSend } from './fire-send.ts';
import { conclusiveAfterMs, firstLookMs, staleAfterMs } from './look-times.ts';
import { reapSends } from './reap-sends.ts';
import { interruptedWorld } from './testing/interrupted.ts';

const shared = sharedGoogle();

eachEngine((_engine, open) => {
  const begin = async (options?: Parameters<typeof interruptedWorld>[2]) =>
    interruptedWorld(await open(), shared.google, options);

  it.each(['resetAfter', 'truncated'] as const)(
    'finds what Gmail took although its answer was lost (%s), and sends nothing twice',
    async (kind) => {
      const scene = await begin();
      const send = await scene.interrupt(kind);
      expect(send).toMatchObject({ state: 'uncertain', leaseUntil: scene.world.clock() + firstLookMs });
      expect(await readNextLook(scene.store.read)).toBe(send.leaseUntil);
      expect(await scene.look()).toBe(0);
      scene.world.advance(firstLookMs);
      expect(await scene.look()).toBe(1);
      const found = await scene.row(send);
      expect(found).toMatchObject({ state: 'sent', failure: null, leaseUntil: null, reattempts: 0 });
      expect(found.sentAt).toBeGreaterThanOrEqual(send.firedAt!);
      expect(found.sentAt).toBeLessThanOrEqual(scene.world.clock());
      expect(String(found.sealedMessageId)).not.toContain('msg_');
      expect(await readNextLook(scene.store.read)).toBeNull();
      scene.world.advance(staleAfterMs);
      expect(await scene.look()).toBe(0);
      await scene.world.dispatchAll();
      expect(scene.accepted(send)).toBe(1);
      for (const who of [scene.ravi, scene.maya]) {
        expect(await scene.told(who, send)).toEqual(['send.queued', 'send.uncertain', 'send.sent']);
      }
    },
  );

  it('continues the thread of a send that it found', async () => {
    const scene = await begin();
    const send = await scene.interrupt('resetAfter');
    await scene.lookNext();
    const from = { grantId: scene.grant.id };
    const next = allowed(
      await scene.world.submit(scene.ravi, {
        from,
        subject: 'Re: A role you might like',
        inReplyTo: send.id,
      }),
    );
    await scene.world.dispatchAll();
    const box = await shared.google.mailbox('maya@acme.test');
    const [first, second] = [send, next].map(({ id }) =>
      box.find(({ header }) => header['x-behalf-id'] === id),
    );
    expect(second!.threadId).toBe(first!.threadId);
    expect(second!.header['in-reply-to']).toBe(first!.header['message-id']);
  });

  it.each(['resetBefore', 'serverError', 'unavailable'] as const)(
    'makes one new attempt of what surely never arrived (%s), and keeps its place in the cap',
    async (kind) => {
      const scene = await begin({ terms: { dailyCap: 1 } });
      const send = await scene.interrupt(kind);
      const sureAt = send.firedAt! + conclusiveAfterMs;
      for (;;) {
        await scene.lookNext();
        if (scene.world.clock() >= sureAt) break;
        expect((await scene.row(send)).state).toBe('uncertain');
      }
      expect(scene.world.clock()).toBe(sureAt);
      expect(await scene.row(send)).toMatchObject({
        state: 'queued',
        reattempts: 1,
        failure: null,
        firedAt: null,
      });
      const used = await readUsage(scene.store.read, [scene.grant.id], utcDay(scene.world.clock()));
      expect(used.get(scene.grant.id)).toBe(1);
      await scene.world.dispatchAll();
      expect(await scene.row(send)).toMatchObject({ state: 'sent', attempts: 2 });
      expect(scene.accepted(send)).toBe(1);
      for (const who of [scene.ravi, scene.maya]) {
        expect(await scene.told(who, send)).toEqual([
          ...['send.queued', 'send.uncertain', 'send.queued', 'send.sent'],
        ]);
      }
    },
  );

  it('gives up what is absent a second time, and gives its place in the cap back', async () => {
    const scene = await begin({ terms: { dailyCap: 1 } });
    const send = await scene.interrupt('resetBefore');
    await scene.lookWhenSure();
    shared.google.faults.add({ kind: 'resetBefore', match: { path: '/messages/send' }, times: 1 });
    await scene.world.dispatchAll();
    expect(await scene.row(send)).toMatchObject({ state: 'uncertain', attempts: 2, looks: 0 });
    await scene.lookWhenSure();
    expect(await scene.row(send)).toMatchObject({
      state: 'failed',
      failure: 'never_arrived',
      leaseUntil: null,
    });
    const used = await readUsage(scene.store.read, [scene.grant.id], send.usageDay);
    expect(used.get(scene.grant.id)).toBe(0);
    scene.world.advance(staleAfterMs);
    await scene.world.dispatchAll();
    expect(scene.accepted(send)).toBe(0);
    expect(await scene.told(scene.ravi, send)).toEqual([
      ...['send.queued', 'send.uncertain', 'send.queued', 'send.uncertain', 'send.failed'],
    ]);
  });

  it('does not believe an early absence: a message that arrives late is found', async () => {
    const scene = await begin();
    const hasty = sealMail(createGmail(googleEndpoints(shared.google.url), 100), scene.world.vault);
    scene.world.parts.mail.send = hasty.send;
    // So long that a machine that is busy with other things looks before it arrives, too.
    const send = await scene.interrupt('slow', 5_000);
    expect(send.state).toBe('uncertain');
    await scene.lookNext();
    expect(await scene.row(send)).toMatchObject({ state: 'uncertain', looks: 1 });
    expect(scene.accepted(send)).toBe(0);
    await vi.waitFor(() => expect(scene.accepted(send)).toBe(1), { timeout: 30_000 });
    await scene.lookNext();
    expect((await scene.row(send)).state).toBe('sent');
    await scene.world.dispatchAll();
    expect(scene.accepted(send)).toBe(1);
  });

  it.each(['resetAfter', 'resetBefore'] as const)(
    'looks through the newest in Sent when the history has expired (%s)',
    async (kind) => {
      const scene = await begin();
      const send = await scene.interrupt(kind);
      expect(send.historyId).toMatch(/^\d+$/);
      shared.google.expireHistory('maya@acme.test');
      await scene.lookWhenSure();
      await scene.world.dispatchAll();
      expect((await scene.row(send)).state).toBe('sent');
      expect(scene.accepted(send)).toBe(1);
      const statusOf = (path: string) => scene.record().find((entry) => entry.path.endsWith(path))?.status;
      expect([statusOf('/history'), statusOf('/messages')]).toEqual([404, 200]);
    },
  );

  it('treats a crash between the mark and the request the same', async () => {
    const scene = await begin();
    const send = await scene.submit();
    const [claimed] = await claimSends(scene.store, scene.world.clock(), 1);
    const { tokenVersion } = claimed!.sender.mailbox;
    expect(await fireSend(scene.store, claimed!, tokenVersion, scene.world.clock())).toBe('go');
    scene.world.advance(leaseMs + 1);
    await reapSends(scene.store, scene.world.clock());
    expect(await scene.row(send)).toMatchObject({
      state: 'uncertain',
      leaseUntil: scene.world.clock() + firstLookMs,
    });
    await scene.lookWhenSure();
    await scene.world.dispatchAll();
    expect(await scene.row(send)).toMatchObject({ state: 'sent', reattempts: 1 });
    expect(scene.accepted(send)).toBe(1);
  });

  it('looks once for all that is uncertain in a mailbox', async () => {
    const scene = await begin();
    const sends: SendRow[] = [];
    for (const kind of ['resetAfter', 'resetBefore', 'truncated'] as const)
      sends.push(await scene.interrupt(kind));
    // Numbers of more than 64 bits, kept as text: 9 comes before 10.
    await scene.store.tx(async (q) => {
      for (const [i, { id }] of sends.entries()) {
        await q
          .update(q.t.sends)
          .set({ historyId: ['10', '9', '100'][i]! })
          .where(eq(q.t.sends.id, id));
      }
    });
    await scene.lookWhenSure();
    const states = await Promise.all(sends.map(async (send) => (await scene.row(send)).state));
    expect(states).toEqual(['sent', 'queued', 'sent']);
    const listings = scene.record().filter(({ path }) => path.endsWith('/history'));
    expect(listings.map(({ query }) => query.startHistoryId)).toEqual(['9']);
  });

  it('asks nothing of anybody’s messages but their mark, and nothing at all in other mailboxes', async () => {
    const scene = await begin();
    await scene.world.submit(scene.ravi, { from: { mailboxId: scene.ravi.mailboxId } });
    const send = await scene.interrupt('resetAfter');
    await shared.google.reply('jonas@candidate.test', { text: 'Private' });
    await scene.lookNext();
    expect((await scene.row(send)).state).toBe('sent');
    const record = scene.record();
    expect(record.some(({ path }) => path.endsWith('/history'))).toBe(true);
    expect(findForeignEgress(record)).toEqual([]);
    // The check itself can fail: the same record without the interruption is foreign.
    expect(findForeignEgress(record.filter(({ fault }) => !fault))).not.toEqual([]);
  });

  it.each([
    ['revoked', 'grant_not_live'],
    ['paused', 'mailbox_paused'],
  ] as const)('makes no new attempt when sending was %s meanwhile', async (what, failure) => {
    const scene = await begin({ terms: { dailyCap: 1 } });
    const send = await scene.interrupt('resetBefore');
    if (what === 'revoked') {
      allowed(await moveOwnGrant(scene.store, scene.act(scene.maya), ownMoves.revoke, scene.grant.id));
    } else allowed(await setPause(scene.store, scene.act(scene.maya), true));
    expect((await scene.row(send)).state).toBe('uncertain');
    await scene.lookWhenSure();
    await scene.world.dispatchAll();
    expect(await scene.row(send)).toMatchObject({ state: 'blocked', failure });
    expect(scene.accepted(send)).toBe(0);
    expect((await readUsage(scene.store.read, [scene.grant.id], send.usageDay)).get(scene.grant.id)).toBe(0);
  });

  it('makes no new attempt of what nobody expects any more', async () => {
    const scene = await begin();
    const send = await scene.interrupt('resetBefore');
    scene.world.advance(staleAfterMs + 1);
    await scene.look();
    expect(await scene.row(send)).toMatchObject({ state: 'failed', failure: 'never_arrived' });
  });

  it('heeds a batch that was paused or cancelled meanwhile', async () => {
    const scene = await begin();
    const send = await scene.interrupt('resetBefore');
    const setBatch = (state: 'running' | 'paused' | 'cancelled') =>
      scene.store.tx(async (q) => {
        const { batches, sends } = q.t;
        const { workspaceId, requestorId, acceptorId, mailboxId, sealedHeading } = send;
        const people = { workspaceId, requestorId, acceptorId, mailboxId, sealedHeading };
        const more = { idempotencyKey: 'b', requestHash: 'r', contentHash: 'c', total: 1, createdAt: 0 };
        await q
          .insert(batches)
          .values({ id: 'b', state, ...people, ...more })
          .onConflictDoUpdate({ target: batches.id, set: { state } });
        await q.update(sends).set({ batchId: 'b' });
      });
    await setBatch('paused');
    await scene.lookWhenSure();
    expect(await scene.row(send)).toMatchObject({ state: 'uncertain' });
    await setBatch('cancelled');
    await scene.lookNext();
    expect(await scene.row(send)).toMatchObject({ state: 'cancelled', leaseUntil: null });
    await scene.world.dispatchAll();
    expect(scene.accepted(send)).toBe(0);
  });

  it('lets the owner decide while it still looks', async () => {
    const scene = await begin();
    const send = await scene.interrupt('resetBefore');
    allowed(await resolveSend(scene.store, scene.act(scene.maya), send.id, 'notSent'));
    await scene.lookWhenSure();
    await scene.world.dispatchAll();
    expect(await scene.row(send)).toMatchObject({ state: 'failed', failure: 'not_sent_confirmed' });
    expect(scene.accepted(send)).toBe(0);
  });
});
