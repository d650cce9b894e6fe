import { expect, it } from 'vitest';
import { connectMailbox, findMailbox } from '../store/mailboxes.ts';
import { sealTokens } from '../accounts/mailbox/sealed-tokens.ts';
import { disconnectMailbox } from '../accounts/mailbox/disconnect-mailbox.ts';
import type { Session } from '../accounts/sessions/index.ts';
import { sendScope } from '../mail/gmail/scopes.ts';
import { readNextLook } from '../store/looks.ts';
import type { SendRow } from '../store/sends.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { allowed, sharedGoogle } from '../testing/world.ts';
import { resolveSend } from './change-send.ts';
import { claimSends } from './claim-sends.ts';
import { maxLooks } from './look-times.ts';
import { interruptedWorld, type InterruptedWorld } from './testing/interrupted.ts';

const shared = sharedGoogle();
const historyPath = '/history';

eachEngine((_engine, open) => {
  const begin = async (options?: Parameters<typeof interruptedWorld>[2]) =>
    interruptedWorld(await open(), shared.google, options);
  const looksMade = (scene: InterruptedWorld) =>
    scene.record().filter(({ path }) => path.endsWith(historyPath) || path.endsWith('/messages')).length;
  const expectOwner = async (scene: InterruptedWorld, send: SendRow) => {
    expect(await scene.row(send)).toMatchObject({ state: 'uncertain', leaseUntil: null });
    expect(await readNextLook(scene.store.read)).toBeNull();
  };

  it('leaves it to the owner of a mailbox that was connected for sending only', async () => {
    const scene = await begin({ replies: false });
    const send = await scene.interrupt('resetAfter');
    await expectOwner(scene, send);
    await scene.lookWhenSure();
    expect(looksMade(scene)).toBe(0);
    // Not even the place in its history is read: that too needs the wider permission.
    expect(scene.record().some(({ path }) => path.endsWith('/profile'))).toBe(false);
    allowed(await resolveSend(scene.store, scene.act(scene.maya), send.id, 'sent'));
    expect((await scene.row(send)).state).toBe('sent');
  });

  it('leaves it to the owner once the permission to look is gone, after one look', async () => {
    const scene = await begin();
    const { mailboxId } = scene.maya;
    const pair = shared.google.issueTokens('maya@acme.test', [sendScope]);
    await scene.store.tx((q) =>
      connectMailbox(q, mailboxId, {
        ...sealTokens(scene.world.vault, mailboxId, pair),
        ...{ accessTokenUntil: scene.world.clock() + 3_500_000, connectedAt: scene.world.clock() },
        ...{ replies: true, historyId: null },
      }),
    );
    const send = await scene.interrupt('resetAfter');
    await scene.lookNext();
    await expectOwner(scene, send);
    expect(looksMade(scene)).toBe(1);
    const told = await scene.told(scene.maya, send);
    expect(told).toEqual(['send.queued', 'send.uncertain', 'send.uncertain']);
  });

  it('leaves it to the owner when the provider says the mailbox is gone, and resumes once it is connected again', async () => {
    const scene = await begin();
    const send = await scene.interrupt('resetAfter');
    shared.google.revokeTokens('maya@acme.test');
    for (let looks = 0; looks < 3; looks += 1) await scene.lookNext();
    await expectOwner(scene, send);
    expect((await findMailbox(scene.store.read, scene.maya.mailboxId))!.state).toBe('disconnected');
    expect((await scene.told(scene.ravi, send)).at(-1)).toBe('send.uncertain');
    await scene.reconnect();
    expect(await scene.row(send)).toMatchObject({ looks: 0, leaseUntil: scene.world.clock() });
    await scene.lookNext();
    expect((await scene.row(send)).state).toBe('sent');
    expect(scene.accepted(send)).toBe(1);
  });

  it('hands it to the owner in the breath in which they disconnect, and sends the absent one after a reconnection', async () => {
    const scene = await begin();
    const send = await scene.interrupt('resetBefore');
    const session = { memberId: scene.maya.memberId } as Session;
    expect(await disconnectMailbox(scene.world, session, scene.maya.mailboxId)).toBeNull();
    await expectOwner(scene, send);
    await scene.reconnect();
    await scene.lookWhenSure();
    await scene.world.dispatchAll();
    expect(await scene.row(send)).toMatchObject({ state: 'sent', reattempts: 1 });
    expect(scene.accepted(send)).toBe(1);
  });

  it('does not resume when the mailbox comes back for sending only', async () => {
    const scene = await begin();
    const send = await scene.interrupt('resetAfter');
    await scene.reconnect({ replies: false });
    await expectOwner(scene, send);
    await scene.reconnect();
    await scene.lookNext();
    expect((await scene.row(send)).state).toBe('sent');
  });

  it('does not give up a mailbox that came back while a look found it gone', async () => {
    const scene = await begin();
    const send = await scene.interrupt('resetAfter');
    const { tokens } = scene.world.parts;
    const { accessTokenFor } = tokens;
    tokens.accessTokenFor = async () => {
      await scene.reconnect();
      return { outcome: 'disconnected' };
    };
    await scene.lookNext();
    expect(await scene.row(send)).toMatchObject({ state: 'uncertain', leaseUntil: expect.any(Number) });
    tokens.accessTokenFor = accessTokenFor;
    await scene.lookNext();
    expect((await scene.row(send)).state).toBe('sent');
  });

  it.each(['tooManyRequests', 'serverError', 'resetBefore', 'truncated'] as const)(
    'decides nothing by a look that could not be made (%s), and comes again later',
    async (kind) => {
      const scene = await begin();
      const send = await scene.interrupt('resetAfter');
      shared.google.faults.add({ kind, match: { path: historyPath }, retryAfter: 600 });
      await scene.lookWhenSure();
      const wait = kind === 'tooManyRequests' ? 600_000 : 10_000;
      expect(await scene.row(send)).toMatchObject({
        ...{ state: 'uncertain', looks: 1, leaseUntil: scene.world.clock() + wait },
      });
      await scene.lookNext();
      expect((await scene.row(send)).state).toBe('uncertain');
      shared.google.faults.clear();
      await scene.lookNext();
      expect((await scene.row(send)).state).toBe('sent');
      expect(scene.accepted(send)).toBe(1);
    },
  );

  it('takes a new access token when the old one is no longer taken', async () => {
    const scene = await begin();
    const send = await scene.interrupt('resetAfter');
    shared.google.expireTokens('maya@acme.test');
    await scene.lookNext();
    expect((await scene.row(send)).state).toBe('uncertain');
    await scene.lookNext();
    expect((await scene.row(send)).state).toBe('sent');
  });

  it('asks the owner when a day of looks told nothing, and tells both people', async () => {
    const scene = await begin();
    const send = await scene.interrupt('resetBefore');
    shared.google.faults.add({ kind: 'serverError', match: { path: historyPath } });
    let looks = 0;
    while (await scene.lookNext()) looks += 1;
    expect(looks).toBe(maxLooks);
    await expectOwner(scene, send);
    for (const who of [scene.ravi, scene.maya]) {
      expect(await scene.told(who, send)).toEqual(['send.queued', 'send.uncertain', 'send.uncertain']);
    }
    expect(scene.accepted(send)).toBe(0);
  });

  it('carries a place in the history from before the attempt, however the reading goes', async () => {
    const scene = await begin();
    const reading = async () => (await findMailbox(scene.store.read, scene.maya.mailboxId))!;
    expect(await reading()).toMatchObject({ historyId: null, historyReadAt: null });
    shared.google.faults.add({ kind: 'serverError', match: { path: '/profile' }, times: 1 });
    const [blind, seeing] = [await scene.submit(), await scene.submit()];
    await scene.world.dispatchAll();
    expect(await scene.row(blind)).toMatchObject({ state: 'sent', historyId: null });
    const { historyId } = await scene.row(seeing);
    expect(await reading()).toMatchObject({ historyId, historyReadAt: scene.world.clock() });
    const profiles = () => scene.record().filter(({ path }) => path.endsWith('/profile')).length;
    expect(profiles()).toBe(2);
    // Within the hour the same reading serves; after it, a new one.
    scene.world.advance(3_599_000);
    await scene.submit();
    await scene.world.dispatchAll();
    expect(profiles()).toBe(2);
    scene.world.advance(1_000);
    await scene.submit();
    await scene.world.dispatchAll();
    expect(profiles()).toBe(3);
    expect(BigInt((await reading()).historyId!)).toBeGreaterThan(BigInt(historyId!));
    expect(await claimSends(scene.store, scene.world.clock(), 1)).toEqual([]);
  });
});
