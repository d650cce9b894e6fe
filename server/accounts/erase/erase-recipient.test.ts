import { expect, test } from 'vitest';
import type { Page } from '../../../shared/api/page.ts';
import type { Send } from '../../../shared/api/sends.ts';
import type { RecipientErasure, Suppression } from '../../../shared/api/suppressions.ts';
import { verifyAudit } from '../../audit/verify.ts';
import { listEvents } from '../../store/events.ts';
import { eachEngine } from '../../store/testing/engines.ts';
import { codeOf, withoutRequestId, type Somebody } from '../../testing/http-world.ts';
import { readTables } from '../../testing/read-tables.ts';
import { sharedGoogle } from '../../testing/world.ts';
import { trackedWorld } from '../../tracking/testing/tracked-email.ts';

const shared = sharedGoogle();
const kenji = { email: 'kenji@candidate.test', name: 'Kenji Mori' };

eachEngine((_engine, open) => {
  /** Maya, who decides in the company, is written for by Ravi: to Kenji twice, and once to somebody else. */
  async function scene() {
    const world = await trackedWorld(await open(), shared.google);
    const { it, maya, sendTracked } = world;
    const first = await sendTracked({ to: kenji });
    const second = await sendTracked({ to: kenji });
    const other = await sendTracked({ to: { email: 'lucia@candidate.test', name: 'Lucia' } });
    const token = await it.recipientTokens.make('unsubscribe', first.id);
    const askErasure = () => it.call('POST', `/u/${token}/erasure`);
    const listed = async (who: Somebody, query = '') =>
      (await who.get<Page<Suppression>>(`/v1/suppressions${query}`)).body.items;
    const asking = () => listed(maya, '?erasureAsked=true');
    const told = async ({ memberId }: Somebody) =>
      (await listEvents(it.store.read, memberId, { after: 0, limit: 200 })).filter(
        ({ type }) => type === 'suppression.erasureAsked',
      );
    const erase = (who: Somebody, id: string) =>
      who.post<RecipientErasure>(`/v1/suppressions/${id}/erasure`, undefined);
    const count = async (id: string) =>
      (await maya.get<RecipientErasure>(`/v1/suppressions/${id}/erasure`)).body;
    return { ...world, first, second, other, token, askErasure, listed, asking, told, erase, count };
  }

  test('a recipient asks on their page: they are written to no more, and those who decide hear of it, once', async () => {
    const { it, maya, ravi, token, askErasure, asking, listed, told } = await scene();
    expect((await it.call('GET', `/u/${token}`)).text).toContain(`action="${token}/erasure"`);
    const answer = await askErasure();
    expect([answer.status, answer.text.includes('They were asked to delete it')]).toEqual([200, true]);
    const wish = { email: kenji.email, source: 'recipient', erasureAskedAt: expect.any(String) };
    expect(await asking()).toMatchObject([wish]);
    it.advance(60_000);
    await askErasure();
    expect((await asking())[0]!.erasureAskedAt).toBe((await listed(ravi))[0]!.erasureAskedAt);
    expect(await told(maya)).toMatchObject([{ subjectId: (await asking())[0]!.id, actorId: null }]);
    expect(await told(ravi)).toEqual([]);
    const refused = await ravi.submit({ from: { mailboxId: ravi.mailboxId }, to: kenji });
    expect(codeOf(refused)).toBe('recipient_suppressed');
    expect(await verifyAudit(it.store.read, maya.workspaceId)).toMatchObject({ ok: true });
  });

  test('what is answered tells nothing about a link, and a link of another kind asks for nothing', async () => {
    const { it, first, asking, askErasure } = await scene();
    const foreign = await it.recipientTokens.make('open', first.id);
    const none = await it.call('POST', `/u/${foreign}/erasure`);
    expect(await asking()).toEqual([]);
    expect(withoutRequestId(await askErasure())).toEqual(withoutRequestId(none));
  });

  test('nothing about them is left in any table but the address that keeps others from writing to them', async () => {
    const { it, maya, ravi, first, second, other, ask, hits, askErasure, asking, erase, count } =
      await scene();
    await ask(first.pixel);
    await askErasure();
    const [wish] = await asking();
    expect(await count(wish!.id)).toEqual({ emails: 2, underWay: 0 });
    expect((await hits(first.id)).length).toBeGreaterThan(0);
    const before = (await maya.get<Send>(`/v1/sends/${first.id}`)).body;
    expect((await erase(maya, wish!.id)).body).toEqual({ emails: 2, underWay: 0 });

    expect(await asking()).toEqual([]);
    expect(await count(wish!.id)).toEqual({ emails: 0, underWay: 0 });
    for (const { memberId } of [maya, ravi])
      expect((await listEvents(it.store.read, memberId, { after: 0, limit: 200 })).at(-1)).toMatchObject({
        ...{ type: 'suppression.erased', subjectId: wish!.id, actorId: maya.memberId },
      });
    const audit = JSON.stringify(await it.store.read.select().from(it.store.read.t.auditEntries));
    expect(audit.split(wish!.id).length, 'who they are stands with none of their emails').toBe(4);
    expect(audit).not.toContain(`sendId`);
    expect(await hits(first.id)).toEqual([]);
    const { sends, suppressions, trackedSends, watchedThreads } = it.store.read.t;
    const rows = await it.store.read.select().from(sends);
    for (const { id } of [first, second]) {
      const row = rows.find((one) => one.id === id)!;
      expect(row).toMatchObject({ toEmail: '', recipientKey: '', requestHash: '', state: 'sent' });
      expect([row.sealedHeading.length, row.sealedBody.length]).toEqual([0, 0]);
    }
    expect(rows.find(({ id }) => id === other.id)).toMatchObject({ toEmail: 'lucia@candidate.test' });
    for (const table of [trackedSends, watchedThreads]) {
      const theirs = (await it.store.read.select().from(table)).filter(({ sendId }) => sendId !== other.id);
      for (const row of theirs)
        expect('sealedLinks' in row ? row.sealedLinks : row.nextLookAt, row.sendId).toBeNull();
    }
    const all = (await readTables(it.store.read)).toLowerCase();
    const kept = JSON.stringify(await it.store.read.select().from(suppressions)).toLowerCase();
    const key = kenji.email.toLowerCase();
    expect(all.split(key).length, 'in its own row only').toBe(kept.split(key).length);

    // The address that is kept names none of the emails that stay without one.
    expect(await it.store.read.select().from(suppressions)).toMatchObject([{ sendId: null }]);

    // Who wrote and as whom stays, and where its owner finds it; its links and its page lead nowhere.
    const after = (await maya.get<Send & { html: string }>(`/v1/sends/${first.id}`)).body;
    expect(after).toMatchObject({
      ...{ requestor: before.requestor, acceptor: before.acceptor, sentAt: before.sentAt, html: '' },
      ...{ to: { email: '', name: 'Erased recipient' }, subject: 'Erased on request' },
    });
    expect((await ask(first.clicks[0]!)).status).toBe(404);
    expect((await ask(other.clicks[0]!)).status).toBe(302);
    const [last] = (await maya.get<Page<object>>('/v1/audit?limit=1')).body.items;
    expect(last).toMatchObject({ action: 'suppression.erase', details: { emails: 2, underWay: 0 } });
    expect(await verifyAudit(it.store.read, maya.workspaceId)).toMatchObject({ ok: true });
    expect(codeOf(await ravi.submit({ from: { mailboxId: ravi.mailboxId }, to: kenji }))).toBe(
      'recipient_suppressed',
    );
  });

  test('an email of which it is not known whether it went stays whole, and so does the wish, until it is', async () => {
    const { it, maya, ravi, askErasure, asking, erase } = await scene();
    const from = { mailboxId: ravi.mailboxId };
    const unclear = (await ravi.submit({ from, to: kenji })).body;
    shared.google.faults.add({ kind: 'resetAfter', match: { path: '/messages/send' }, times: 1 });
    await it.dispatchAll();
    const read = async () => (await ravi.get<Send>(`/v1/sends/${unclear.id}`)).body;
    expect(await read()).toMatchObject({ state: 'uncertain' });
    await askErasure();
    const [wish] = await asking();
    expect((await erase(maya, wish!.id)).body).toEqual({ emails: 2, underWay: 1 });
    expect(await read()).toMatchObject({ to: kenji, state: 'uncertain' });
    expect(await asking()).toEqual([wish]);
    await ravi.post(`/v1/sends/${unclear.id}/resolve`, { outcome: 'sent' });
    expect((await erase(maya, wish!.id)).body).toEqual({ emails: 1, underWay: 0 });
    expect(await asking()).toEqual([]);
    expect(await read()).toMatchObject({ to: { email: '' } });
  });

  test('nothing follows an email that was erased, since nobody knows any more what its subject was', async () => {
    const { maya, ravi, first, listed, askErasure, asking, erase } = await scene();
    await askErasure();
    await erase(maya, (await asking())[0]!.id);
    const from = { grantId: (await ravi.get<Send>(`/v1/sends/${first.id}`)).body.grantId! };
    const followUp = { from, inReplyTo: first.id, subject: 'Re:' };
    const other = { ...followUp, to: { email: 'lucia@candidate.test' } };
    expect(codeOf(await ravi.submit(other))).toBe('state_moved_on');
    await maya.remove(`/v1/suppressions/${(await listed(maya))[0]!.id}`);
    expect(codeOf(await ravi.submit({ ...followUp, to: kenji }))).toBe('state_moved_on');
  });

  test('who lets a recipient be written to again drops their open wish, and the audit log says so', async () => {
    const { maya, askErasure, asking } = await scene();
    await askErasure();
    const [wish] = await asking();
    await maya.remove(`/v1/suppressions/${wish!.id}`);
    expect(await asking()).toEqual([]);
    const [last] = (await maya.get<Page<object>>('/v1/audit?limit=1')).body.items;
    const details = { source: 'recipient', erasureAskedAt: Date.parse(wish!.erasureAskedAt!) };
    expect(last).toMatchObject({ action: 'suppression.remove', details });
  });

  test('is for those who decide to do, in their own company only', async () => {
    const { it, ravi, askErasure, asking, erase } = await scene();
    await askErasure();
    const [wish] = await asking();
    const sam = await it.enter('sam@globex.test');
    const before = await it.snapshot();
    expect(codeOf(await erase(ravi, wish!.id))).toBe('forbidden');
    expect(codeOf(await ravi.get(`/v1/suppressions/${wish!.id}/erasure`))).toBe('forbidden');
    expect(codeOf(await erase(sam, wish!.id))).toBe('not_found');
    expect(await it.snapshot()).toBe(before);
  });
});
