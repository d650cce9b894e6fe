import { expect, it } from 'vitest';
import type { giveGrant } from '../grants/give-grant.ts';
import { moveOwnGrant, ownMoves } from '../grants/move-own-grant.ts';
import { setPause } from '../grants/pause.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { findMailbox } from '../store/mailboxes.ts';
import type { Store } from '../store/store.ts';
import { readUsage } from '../store/grants.ts';
import { findSendOf, type SendRow } from '../store/sends.ts';
import { utcDay } from '../clock.ts';
import { allowed, createWorld, refusalOf, sharedGoogle } from '../testing/world.ts';
import { cancelSend, resolveSend } from './change-send.ts';
import { dispatch } from './dispatch.ts';
import { claimSends, leaseMs } from './claim-sends.ts';
import { fireSend } from './fire-send.ts';
import { reapSends } from './reap-sends.ts';
import { settleSend } from './settle-send.ts';

const shared = sharedGoogle();
const sendPath = '/messages/send';

eachEngine((engine, open) => {
  const people = async (terms?: Parameters<typeof giveGrant>[2]['terms']) => {
    const world = createWorld(await open(), shared.google);
    const ravi = await world.join('ravi@acme.test');
    const maya = await world.join('maya@acme.test');
    const grant = await world.grant(maya, ravi, terms);
    const from = { grantId: grant.id };
    const at = <Who extends object>(who: Who) => ({ ...who, now: world.clock() });
    const state = async (send: SendRow) => (await findSendOf(world.store.read, send.id, ravi.memberId))!;
    return { world, store: world.store, ravi, maya, grant, from, at, state };
  };
  const handedOver = (send: SendRow) =>
    shared.google.record.sends().filter((entry) => entry.send?.behalfId === send.id);
  const submitted = async ({ world, ravi, from }: Awaited<ReturnType<typeof people>>, undoMs = 0) =>
    allowed(await world.submit(ravi, { from }, undefined, undoMs));

  it('hands one email over once, from the acceptor, and it lies in their Sent and in the inbox', async () => {
    const them = await people();
    const send = await submitted(them);
    await them.world.dispatchAll();
    expect(await them.state(send)).toMatchObject({ state: 'sent', attempts: 1, failure: null });
    expect(handedOver(send)).toHaveLength(1);
    const mark = (message: { header: Record<string, string> }) => message.header['x-behalf-id'] === send.id;
    const sent = (await shared.google.mailbox('maya@acme.test')).filter(mark);
    const received = (await shared.google.mailbox('jonas@candidate.test')).filter(mark);
    expect(sent).toHaveLength(1);
    expect(sent[0]!.labels).toContain('SENT');
    expect(received[0]!.header.from).toBe('Maya Chen <maya@acme.test>');
    expect(received[0]!.text).toContain('Hello Jonas, shall we talk?');
  });

  it('waits for the undo window, and an undone email never goes out', async () => {
    const them = await people();
    const { world, store, at, ravi } = them;
    const send = await submitted(them, 10_000);
    world.advance(9_999);
    await world.dispatchAll();
    expect((await them.state(send)).state).toBe('queued');
    expect(allowed(await cancelSend(store, at(ravi), send.id)).state).toBe('cancelled');
    world.advance(60_000);
    await world.dispatchAll();
    expect(handedOver(send)).toHaveLength(0);
    expect(refusalOf(await cancelSend(store, at(ravi), send.id))).toBe('state_moved_on');
  });

  it('gives exactly ten of a hundred concurrent emails under a cap of ten', async () => {
    const { world, ravi, from, grant, store } = await people({ dailyCap: 10 });
    const results = await Promise.all(Array.from({ length: 100 }, () => world.submit(ravi, { from })));
    expect(results.filter((result) => refusalOf(result) === null)).toHaveLength(10);
    expect(results.filter((result) => refusalOf(result) === 'cap_reached')).toHaveLength(90);
    expect((await readUsage(store.read, [grant.id], utcDay(world.clock()))).get(grant.id)).toBe(10);
  });

  it('gives a cancelled email back to the cap', async () => {
    const { world, ravi, from, store, at } = await people({ dailyCap: 1 });
    const first = allowed(await world.submit(ravi, { from }, undefined, 10_000));
    expect(refusalOf(await world.submit(ravi, { from }))).toBe('cap_reached');
    allowed(await cancelSend(store, at(ravi), first.id));
    expect(refusalOf(await world.submit(ravi, { from }))).toBeNull();
  });

  it('answers the same key with the same email, also when twenty ask at once', async () => {
    const { world, ravi, from } = await people();
    const results = await Promise.all(
      Array.from({ length: 20 }, () => world.submit(ravi, { from }, 'same-key-1')),
    );
    expect(new Set(results.map((result) => allowed(result).id)).size).toBe(1);
    expect(refusalOf(await world.submit(ravi, { from, subject: 'Another' }, 'same-key-1'))).toBe(
      'idempotency_conflict',
    );
    await world.dispatchAll();
    expect(handedOver(allowed(results[0]!))).toHaveLength(1);
  });

  it('blocks what waits when the grant is revoked, in the same breath', async () => {
    const them = await people();
    const send = await submitted(them, 10_000);
    allowed(await moveOwnGrant(them.store, them.at(them.maya), ownMoves.revoke, them.grant.id));
    expect(await them.state(send)).toMatchObject({ state: 'blocked', failure: 'grant_not_live' });
    them.world.advance(60_000);
    await them.world.dispatchAll();
    expect(handedOver(send)).toHaveLength(0);
    expect(refusalOf(await them.world.submit(them.ravi, { from: them.from }))).toBe('grant_not_live');
  });

  it('lets a revocation win against a claim in 200 rounds: what it acknowledged first is never handed over', async () => {
    const them = await people();
    const { world, store, ravi, maya, at } = them;
    let wonByRevocation = 0;
    let grant = them.grant;
    for (let round = 0; round < 200; round += 1) {
      const send = allowed(await world.submit(ravi, { from: { grantId: grant.id } }));
      const revoking = moveOwnGrant(store, at(maya), ownMoves.revoke, grant.id).then(
        async () => (await them.state(send)).firedAt,
      );
      const claiming = claimSends(store, world.clock(), 1, world.parts.pace).then(async ([claimed]) =>
        claimed ? fireSend(store, claimed, await tokenVersionOf(them), world.clock()) : null,
      );
      const [firedWhenRevoked, answer] = await Promise.all([revoking, claiming]);
      const after = await them.state(send);
      if (firedWhenRevoked === null) {
        wonByRevocation += 1;
        expect(answer).not.toBe('go');
        expect(after.firedAt).toBeNull();
      } else {
        expect(answer).toBe('go');
      }
      if (after.state === 'sending') {
        await settleSend(
          store,
          after,
          after.firedAt === null ? { end: 'failed', why: 'grant_not_live' } : { end: 'uncertain' },
          world.clock(),
        );
      }
      grant = await world.grant(maya, ravi);
    }
    expect(wonByRevocation).toBeGreaterThan(0);
  }, 120_000);

  it('ends an email whose grant was revoked between claim and request as blocked', async () => {
    const them = await people();
    const { world, store } = them;
    const send = await submitted(them);
    shared.google.expireTokens('maya@acme.test');
    const [claimed] = await claimSends(store, world.clock(), 1);
    allowed(await moveOwnGrant(store, them.at(them.maya), ownMoves.revoke, them.grant.id));
    await dispatch(world.parts, claimed!);
    expect(await them.state(send)).toMatchObject({ state: 'blocked', firedAt: null });
    expect(handedOver(send)).toHaveLength(0);
  });

  it('stops what others have waiting when the acceptor pauses, and leaves their own', async () => {
    const them = await people();
    const { world, store, maya } = them;
    const send = await submitted(them, 10_000);
    const own = allowed(await world.submit(maya, { from: { mailboxId: maya.mailboxId } }, undefined, 10_000));
    expect(allowed(await setPause(store, them.at(maya), true))).toEqual({ stopped: 1 });
    expect(await them.state(send)).toMatchObject({ state: 'blocked', failure: 'mailbox_paused' });
    world.advance(10_000);
    await world.dispatchAll();
    expect((await findSendOf(store.read, own.id, maya.memberId))!.state).toBe('sent');
  });

  it.each([
    ['tooManyRequests', 'queued', 'provider_limit'],
    ['userRateLimitExceeded', 'queued', 'provider_limit'],
    ['serverError', 'uncertain', 'outcome_unknown'],
    ['unavailable', 'uncertain', 'outcome_unknown'],
    ['resetBefore', 'uncertain', 'outcome_unknown'],
    ['resetAfter', 'uncertain', 'outcome_unknown'],
    ['truncated', 'uncertain', 'outcome_unknown'],
  ] as const)('after %s is %s, and nothing is sent twice', async (kind, state, failure) => {
    const them = await people();
    const { world } = them;
    shared.google.faults.add({ kind, match: { path: sendPath }, times: 1 });
    const send = await submitted(them);
    await world.dispatchAll();
    expect(await them.state(send)).toMatchObject({ state, failure });
    world.advance(60 * 60_000);
    await world.dispatchAll();
    expect((await them.state(send)).state).toBe(state === 'queued' ? 'sent' : 'uncertain');
    expect(handedOver(send).filter((entry) => entry.accepted).length).toBeLessThanOrEqual(1);
  });

  it('respects Retry-After and lets the whole mailbox rest meanwhile', async () => {
    const them = await people();
    const { world } = them;
    shared.google.faults.add({
      kind: 'tooManyRequests',
      match: { path: sendPath },
      times: 1,
      retryAfter: 120,
    });
    const first = await submitted(them);
    const second = await submitted(them);
    await world.dispatchAll();
    world.advance(119_000);
    await world.dispatchAll();
    expect([(await them.state(first)).state, (await them.state(second)).state]).toEqual(['queued', 'queued']);
    world.advance(2_000);
    await world.dispatchAll();
    expect([(await them.state(first)).state, (await them.state(second)).state]).toEqual(['sent', 'sent']);
  });

  it('refreshes an access token that the provider no longer takes, once, and sends', async () => {
    const them = await people();
    shared.google.expireTokens('maya@acme.test');
    const send = await submitted(them);
    await them.world.dispatchAll();
    expect(await them.state(send)).toMatchObject({ state: 'sent', attempts: 2 });
    expect(handedOver(send).map((entry) => entry.status)).toEqual([401, 200]);
  });

  it('waits for a mailbox whose permission the provider took back, and goes on after it is connected again', async () => {
    const them = await people();
    const { world } = them;
    const sends = [await submitted(them), await submitted(them), await submitted(them)];
    shared.google.revokeTokens('maya@acme.test');
    await world.dispatchAll();
    for (const send of sends) expect((await them.state(send)).state).toBe('queued');
    await world.connect(them.maya);
    world.advance(60 * 60_000);
    await world.dispatchAll();
    for (const send of sends) expect((await them.state(send)).state).toBe('sent');
  });

  it('puts an attempt that never fired back, and makes one that fired uncertain, when its worker is gone', async () => {
    const them = await people();
    const { world, store } = them;
    const first = await submitted(them);
    const [claimed] = await claimSends(store, world.clock(), 1);
    world.advance(leaseMs + 1);
    expect(await reapSends(store, world.clock())).toBe(1);
    expect((await them.state(first)).state).toBe('queued');
    expect(await settleSend(store, claimed!, { end: 'failed', why: 'message_refused' }, world.clock())).toBe(
      false,
    );

    const [again] = await claimSends(store, world.clock(), 1);
    expect(await fireSend(store, again!, await tokenVersionOf(them), world.clock())).toBe('go');
    world.advance(leaseMs + 1);
    await reapSends(store, world.clock());
    expect((await them.state(first)).state).toBe('uncertain');
  });

  it('refuses to fire for a worker whose lease ran out, and to fire twice', async () => {
    const them = await people();
    const { world, store } = them;
    await submitted(them);
    const [claimed] = await claimSends(store, world.clock(), 1);
    const version = await tokenVersionOf(them);
    expect(await fireSend(store, claimed!, version, world.clock() + leaseMs)).toBe('lost');
    expect(await fireSend(store, claimed!, version, world.clock())).toBe('go');
    expect(await fireSend(store, claimed!, version, world.clock())).toBe('lost');
  });

  it('lets only the acceptor say what became of an uncertain email', async () => {
    const them = await people();
    const { world, store, ravi, maya, at } = them;
    shared.google.faults.add({ kind: 'resetAfter', match: { path: sendPath }, times: 2 });
    const [one, two] = [await submitted(them), await submitted(them)];
    await world.dispatchAll();
    expect(refusalOf(await resolveSend(store, at(ravi), one.id, 'sent'))).toBe('forbidden');
    expect(allowed(await resolveSend(store, at(maya), one.id, 'sent'))).toMatchObject({
      state: 'sent',
      failure: null,
      leaseUntil: null,
    });
    expect(allowed(await resolveSend(store, at(maya), two.id, 'notSent'))).toMatchObject({ state: 'failed' });
    expect(refusalOf(await resolveSend(store, at(maya), two.id, 'sent'))).toBe('state_moved_on');
  });

  it('continues a thread: same conversation, Message-ID as Gmail made it, subject kept', async () => {
    const them = await people();
    const { world, ravi, from } = them;
    const subject = `Thread ${engine}`;
    const first = allowed(await world.submit(ravi, { from, subject }));
    await world.dispatchAll();
    expect(refusalOf(await world.submit(ravi, { from, subject: 'Other', inReplyTo: first.id }))).toBe(
      'invalid_request',
    );
    const next = allowed(await world.submit(ravi, { from, subject: `Re: ${subject}`, inReplyTo: first.id }));
    await world.dispatchAll();
    expect((await them.state(next)).state).toBe('sent');
    const box = await shared.google.mailbox('maya@acme.test');
    const [one, two] = [first, next].map((send) =>
      box.find((message) => message.header['x-behalf-id'] === send.id)!,
    );
    expect(two!.threadId).toBe(one!.threadId);
    expect(two!.header['in-reply-to']).toBe(one!.header['message-id']);
  });
});

async function tokenVersionOf({
  store,
  maya,
}: {
  store: Store;
  maya: { mailboxId: string };
}): Promise<number> {
  return (await findMailbox(store.read, maya.mailboxId))!.tokenVersion;
}
