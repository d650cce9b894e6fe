import { expect, it } from 'vitest';
import { loseMailbox } from '../accounts/mailbox/disconnect-mailbox.ts';
import { utcDay } from '../clock.ts';
import { resolveSend } from '../sending/change-send.ts';
import { conclusiveAfterMs } from '../sending/look-times.ts';
import { reconcileSends } from '../sending/reconcile.ts';
import { findMailbox } from '../store/mailboxes.ts';
import { endWatches } from '../store/watched-threads.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { allowed, createWorld, sharedGoogle } from '../testing/world.ts';
import { lookAtThreads } from './look-at-threads.ts';
import { closedMs, firstLookMs, restMs, watchMs } from './next-look.ts';
import { repliesWorld } from './testing/replies-world.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const shared = sharedGoogle();
const jonas = 'jonas@candidate.test';
const out = { 'Auto-Submitted': 'auto-replied', Precedence: 'bulk' };

eachEngine((_, open, openSeveral) => {
  const scene = async (options?: { replies?: boolean }) => repliesWorld(await open(), shared.google, options);

  it('tells both people that and when somebody replied, once, and looks no more', async () => {
    const it = await scene();
    const send = await it.send();
    await shared.google.reply(jonas, { text: 'Gladly!' });
    expect(await it.lookNext()).toBe(1);
    const watch = (await it.watch(send))!;
    expect(watch).toMatchObject({ nextLookAt: null, autoRepliedAt: null, bouncedAt: null, looks: 1 });
    expect(watch.repliedAt).toBeGreaterThanOrEqual(watch.sentAt);
    expect(watch.repliedAt).toBeLessThanOrEqual(it.world.clock());
    it.world.advance(40 * day);
    expect(await it.look()).toBe(0);
    for (const who of [it.ravi, it.maya]) {
      expect(await it.told(who, 'send.replied')).toMatchObject([{ subjectId: send.id, actorId: null }]);
      expect(await it.told(who, 'send.bounced')).toEqual([]);
    }
    expect(await it.days()).toMatchObject([
      { day: utcDay(watch.sentAt), requestorId: it.ravi.memberId, sent: 1, replied: 1, bounced: 0 },
    ]);
  });

  it('takes no automatic answer for a reply, and goes on looking for one', async () => {
    const it = await scene();
    const send = await it.send();
    await shared.google.reply(jonas, { text: 'I am away', headers: out });
    await it.lookNext();
    const first = (await it.watch(send))!;
    expect(first).toMatchObject({ repliedAt: null, bouncedAt: null, autoRepliedAt: expect.any(Number) });
    expect(await it.told(it.ravi, 'send.replied')).toEqual([]);
    await shared.google.reply(jonas, { text: 'Back again' });
    await it.lookNext();
    expect(await it.watch(send)).toMatchObject({
      autoRepliedAt: first.autoRepliedAt,
      repliedAt: expect.any(Number),
    });
    expect(await it.told(it.ravi, 'send.replied')).toHaveLength(1);
  });

  it('tells that an email came back', async () => {
    const it = await scene();
    const send = await it.send({ to: { email: 'gone@candidate.test' } });
    await it.lookNext();
    expect(await it.watch(send)).toMatchObject({
      ...{ repliedAt: null, autoRepliedAt: null, nextLookAt: null },
      ...{ bouncedAt: expect.any(Number), bounceReason: 'other' },
    });
    for (const who of [it.ravi, it.maya]) expect(await it.told(who, 'send.bounced')).toHaveLength(1);
    expect(await it.told(it.ravi, 'send.replied')).toEqual([]);
    expect(await it.days()).toMatchObject([{ sent: 1, replied: 0, bounced: 1 }]);
  });

  it('counts neither what the owner writes in the thread nor what came before the email', async () => {
    const it = await scene();
    const first = await it.send();
    await shared.google.reply(jonas, { text: 'Gladly!' });
    await shared.google.reply('maya@acme.test', { text: 'How about Tuesday?' });
    await it.lookNext();
    const second = await it.send({ inReplyTo: first.id });
    expect(second.state).toBe('sent');
    await it.lookNext();
    expect(await it.watch(second)).toMatchObject({ repliedAt: null, looks: 1 });
    expect(await it.told(it.ravi, 'send.replied')).toHaveLength(1);
  });

  it('watches a thread once: the newest email of it, however the others follow each other', async () => {
    const it = await scene();
    const first = await it.send();
    const second = await it.send({ inReplyTo: first.id });
    const third = await it.send({ inReplyTo: second.id });
    const again = await it.send({ inReplyTo: first.id });
    const other = await it.send({ subject: 'Another matter' });
    const next = async (send: { id: string }) => (await it.watch(send))!.nextLookAt;
    for (const older of [first, second, third]) expect(await next(older)).toBeNull();
    for (const open of [again, other]) expect(await next(open)).toBeGreaterThan(it.world.clock());
  });

  it('watches no mailbox that is for sending only', async () => {
    const it = await scene({ replies: false });
    const send = await it.send();
    expect(await it.watch(send)).toBeNull();
    expect(await it.days()).toMatchObject([{ sent: 1 }]);
    it.world.advance(day);
    expect(await it.look()).toBe(0);
    expect(it.looksMade()).toEqual([]);
  });

  it('watches also what a look among sent messages found, and what its owner says was sent', async () => {
    const it = await scene();
    shared.google.faults.add({ kind: 'resetAfter', match: { path: '/messages/send' }, times: 1 });
    const found = await it.send();
    expect(found.state).toBe('uncertain');
    expect(await it.watch(found)).toBeNull();
    it.world.advance(conclusiveAfterMs);
    await reconcileSends(it.world.parts, it.world.clock());
    expect(await it.row(found)).toMatchObject({ state: 'sent' });
    expect((await it.watch(found))!.nextLookAt).not.toBeNull();

    shared.google.faults.add({ kind: 'resetBefore', match: { path: '/messages/send' }, times: 1 });
    const said = await it.send({ subject: 'Another matter' });
    allowed(await resolveSend(it.store, { ...it.maya, now: it.world.clock() }, said.id, 'sent'));
    expect(await it.watch(said)).toMatchObject({ nextLookAt: null, sentAt: said.firedAt });
    expect((await it.days()).reduce((sum, { sent }) => sum + sent, 0)).toBe(2);
  });

  it('looks ever more seldom, and for the last time after thirty days', async () => {
    const it = await scene();
    const send = await it.send();
    let looks = 0;
    while ((await it.lookNext()) > 0) looks += 1;
    const watch = (await it.watch(send))!;
    expect(watch).toMatchObject({ looks, nextLookAt: null, repliedAt: null });
    expect(it.world.clock() - watch.sentAt).toBeGreaterThanOrEqual(watchMs);
    expect(looks).toBeLessThan(50);
    expect(it.looksMade()).toHaveLength(looks);
  });

  it('makes a last look again that could not be made, for a day', async () => {
    const it = await scene();
    const send = await it.send();
    it.world.advance(watchMs);
    shared.google.faults.add({ kind: 'serverError', match: { path: '/threads/' } });
    await it.look();
    expect((await it.watch(send))!.nextLookAt).not.toBeNull();
    shared.google.faults.clear();
    await it.lookNext();
    expect(await it.watch(send)).toMatchObject({ nextLookAt: null, looks: 2 });

    const other = await it.send({ subject: 'Another matter' });
    it.world.advance(watchMs + day + minute);
    expect(await it.look()).toBe(0);
    expect(await it.watch(other)).toMatchObject({ nextLookAt: null, looks: 0 });
  });

  it('does not watch again what a follow-up covers, when a look fails that was begun before', async () => {
    const it = await scene();
    const first = await it.send();
    it.world.advance(firstLookMs);
    shared.google.faults.add({ kind: 'slow', ms: 1_000, match: { path: '/threads/' }, times: 1 });
    shared.google.faults.add({ kind: 'serverError', match: { path: '/threads/' } });
    const looking = it.look();
    await expect.poll(async () => (await it.watch(first))!.looks).toBe(1);
    await it.store.tx((q) => endWatches(q, [first.id]));
    await looking;
    expect(it.looksMade()).toMatchObject([{ status: 500 }]);
    expect((await it.watch(first))!.nextLookAt).toBeNull();
  });

  it('ends with a thread that its owner deleted', async () => {
    const it = await scene();
    const send = await it.send();
    shared.google.deleteThread('maya@acme.test', await it.threadId());
    await it.lookNext();
    expect(await it.watch(send)).toMatchObject({ nextLookAt: null, repliedAt: null, bouncedAt: null });
  });

  it.each(['tooManyRequests', 'serverError', 'userRateLimitExceeded', 'resetAfter', 'truncated'] as const)(
    'takes %s for no answer, rests and looks again',
    async (kind) => {
      const it = await scene();
      const send = await it.send();
      await it.send({ subject: 'Another matter' });
      await shared.google.reply(jonas, { text: 'Gladly!' });
      shared.google.faults.add({ kind, match: { path: '/threads/' } });
      it.world.advance(firstLookMs + minute);
      await it.look();
      // After one refusal the mailbox is left alone.
      expect(it.looksMade()).toHaveLength(1);
      expect(await it.watch(send)).toMatchObject({ repliedAt: null, bouncedAt: null, autoRepliedAt: null });
      it.world.advance(restMs - 1);
      expect(await it.look()).toBe(0);
      shared.google.faults.clear();
      it.world.advance(1);
      expect(await it.look()).toBe(2);
      for (const who of [it.ravi, it.maya]) expect(await it.told(who, 'send.replied')).toHaveLength(1);
    },
  );

  it('forgets a token that Gmail no longer takes, and looks with the next one', async () => {
    const it = await scene();
    const send = await it.send();
    await shared.google.reply(jonas, { text: 'Gladly!' });
    shared.google.expireTokens('maya@acme.test');
    await it.lookNext();
    expect(await it.watch(send)).toMatchObject({ repliedAt: null });
    expect(it.looksMade()).toMatchObject([{ status: 401 }]);
    await it.lookNext();
    expect((await it.watch(send))!.repliedAt).not.toBeNull();
  });

  it('leaves a disconnected mailbox alone, and goes on once it is connected again', async () => {
    const it = await scene();
    const send = await it.send();
    await shared.google.reply(jonas, { text: 'Gladly!' });
    await loseMailbox(it.world, (await findMailbox(it.store.read, it.maya.mailboxId))!);
    for (let i = 0; i < 30; i += 1) {
      it.world.advance(hour);
      expect(await it.look()).toBe(0);
    }
    expect(it.looksMade()).toEqual([]);
    await it.world.connect(it.maya);
    it.world.advance(closedMs);
    expect(await it.look()).toBe(1);
    expect((await it.watch(send))!.repliedAt).not.toBeNull();
  });

  it('stops what was to follow in the thread when a person replies, and nothing else', async () => {
    const it = await scene();
    const first = await it.send();
    const other = await it.send({ subject: 'Another matter', to: { email: 'lucia@candidate.test' } });
    const followUp = await it.follow(first, 2 * day);
    const elsewhere = allowed(
      await it.world.submit(it.ravi, {
        from: it.from,
        inReplyTo: other.id,
        subject: 'Another matter',
        sendAt: new Date(it.world.clock() + day).toISOString(),
      }),
    );
    await shared.google.reply(jonas, { text: 'Gladly!' });
    await it.lookNext();
    await it.look();
    expect(await it.row(followUp)).toMatchObject({ state: 'blocked', failure: 'recipient_replied' });
    expect(await it.row(elsewhere)).toMatchObject({ state: 'queued' });
    for (const who of [it.ravi, it.maya])
      expect(await it.told(who, 'send.blocked')).toMatchObject([{ subjectId: followUp.id }]);
    it.world.advance(3 * day);
    await it.world.dispatchAll();
    expect(shared.google.record.acceptedByBehalfId().get(followUp.id)).toBeUndefined();
    expect((await it.row(elsewhere)).state).toBe('sent');
    // What is written knowing of the reply goes out.
    expect((await it.send({ inReplyTo: first.id })).state).toBe('sent');
  });

  it('stops what was to follow an email that came back, and not after an automatic answer', async () => {
    const it = await scene();
    const first = await it.send();
    const followUp = await it.follow(first, day);
    await shared.google.reply(jonas, { text: 'I am away', headers: out });
    await it.lookNext();
    expect(await it.row(followUp)).toMatchObject({ state: 'queued' });
    await shared.google.notify('maya@acme.test', { threadId: await it.threadId(), action: 'failed' });
    await it.lookNext();
    expect(await it.row(followUp)).toMatchObject({ state: 'blocked', failure: 'earlier_bounced' });
  });

  it('looks once more just before a follow-up goes out, however long ago the last look was', async () => {
    const it = await scene();
    const first = await it.send();
    const followUp = await it.follow(first, hour);
    await it.lookNext();
    await shared.google.reply(jonas, { text: 'Gladly!' });
    it.world.advance(hour);
    await it.world.dispatchAll();
    expect(await it.row(followUp)).toMatchObject({ state: 'blocked', failure: 'recipient_replied' });
    expect(shared.google.record.acceptedByBehalfId().get(followUp.id)).toBeUndefined();
    expect(await it.told(it.ravi, 'send.replied')).toMatchObject([{ subjectId: first.id }]);
  });

  it('sends a follow-up when nobody replied, and also when the look before it can’t be made', async () => {
    const it = await scene();
    const first = await it.send();
    expect((await it.send({ inReplyTo: first.id })).state).toBe('sent');
    shared.google.faults.add({ kind: 'serverError', match: { path: '/threads/' } });
    expect((await it.send({ inReplyTo: first.id })).state).toBe('sent');
  });

  it('tells of an answer that came while the look before a follow-up could not be made, and only once', async () => {
    const it = await scene();
    const first = await it.send();
    await it.lookNext();
    const followUp = await it.follow(first, hour);
    const third = await it.follow(first, 2 * day);
    await shared.google.reply(jonas, { text: 'Gladly!' });
    it.world.advance(hour);
    shared.google.faults.add({ kind: 'serverError', match: { path: '/threads/' }, times: 1 });
    await it.world.dispatchAll();
    expect(await it.row(followUp)).toMatchObject({ state: 'sent' });
    expect(await it.told(it.ravi, 'send.replied')).toEqual([]);
    await it.lookNext();
    for (const who of [it.ravi, it.maya])
      expect(await it.told(who, 'send.replied')).toMatchObject([{ subjectId: first.id }]);
    expect(await it.row(third)).toMatchObject({ state: 'blocked', failure: 'recipient_replied' });
    // It answers the first email. The follow-up was not answered yet, and what comes next is its own.
    expect(await it.watch(followUp)).toMatchObject({ repliedAt: null, nextLookAt: expect.any(Number) });
    await it.lookNext();
    await shared.google.reply(jonas, { text: 'Tuesday is fine.' });
    await it.lookNext();
    expect(await it.told(it.ravi, 'send.replied')).toMatchObject([
      { subjectId: first.id },
      { subjectId: followUp.id },
    ]);
    expect((await it.days()).reduce((sum, { replied }) => sum + replied, 0)).toBe(2);
  });

  it('a thread that can never be looked at keeps no other of its mailbox from being looked at', async () => {
    const it = await scene();
    await it.send({ to: { email: 'lucia@candidate.test' } });
    const never = await it.threadId();
    const others = [await it.send(), await it.send({ subject: 'Another matter' })];
    await it.lookNext();
    shared.google.faults.add({ kind: 'serverError', match: { path: `/threads/${never}` } });
    await shared.google.reply(jonas, { text: 'Gladly!' });
    for (let looks = 0; looks < 12; looks += 1) await it.lookNext();
    expect(await it.watch(others[1]!)).toMatchObject({ repliedAt: expect.any(Number) });
    expect((await it.watch(others[0]!))!.looks).toBeGreaterThan(3);
  });

  it('several processes look at each thread once, and keep to the looks of a minute together', async () => {
    const stores = await openSeveral(3);
    const world = createWorld(stores[0]!, shared.google);
    const it = await repliesWorld(stores[0]!, shared.google, { world });
    const others = stores.slice(1).map((store) => createWorld(store, shared.google, world.vault));
    for (let i = 0; i < 25; i += 1)
      allowed(await world.submit(it.ravi, { from: it.from, subject: `Role ${i}` }));
    await world.dispatchAll();
    const lookTogether = async () => {
      world.advance(minute);
      for (const other of others) other.advance(world.clock() - other.clock());
      const before = it.looksMade().length;
      await Promise.all([world, ...others].map(({ parts }) => lookAtThreads(parts)));
      return it.looksMade().length - before;
    };
    world.advance(firstLookMs);
    expect([await lookTogether(), await lookTogether(), await lookTogether()]).toEqual([10, 10, 5]);
    const looked = it.looksMade().map(({ path }) => path);
    expect(new Set(looked).size).toBe(25);
  });

  it('against a claim of the follow-up, in 10 rounds: it never goes out once a reply is there, and both hear it once', async () => {
    const stores = await openSeveral(2);
    const world = createWorld(stores[0]!, shared.google);
    const other = createWorld(stores[1]!, shared.google, world.vault);
    const it = await repliesWorld(stores[0]!, shared.google, { world });
    const ends = { dispatched: 0, looked: 0 };
    for (let round = 0; round < 10; round += 1) {
      const first = await it.send();
      const followUp = await it.follow(first, hour);
      await shared.google.reply(jonas, { text: 'Gladly!' });
      world.advance(hour);
      other.advance(world.clock() - other.clock());
      await Promise.all([world.dispatchAll(), lookAtThreads(other.parts)]);
      const { state, failure, attempts } = await it.row(followUp);
      expect({ state, failure }).toEqual({ state: 'blocked', failure: 'recipient_replied' });
      ends[attempts > 0 ? 'dispatched' : 'looked'] += 1;
      expect(shared.google.record.acceptedByBehalfId().get(followUp.id)).toBeUndefined();
      expect(await it.told(it.ravi, 'send.replied')).toHaveLength(round + 1);
      expect(await it.told(it.ravi, 'send.blocked')).toHaveLength(round + 1);
    }
    expect(ends.dispatched + ends.looked).toBe(10);
  });
});
