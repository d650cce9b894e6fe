import { expect, test } from 'vitest';
import type { Send } from '../../shared/api/sends.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { codeOf, createHttpWorld } from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));

eachEngine((_engine, open) => {
  const scene = async () => {
    const it = await createHttpWorld(await open(), shared.google);
    await it.enter('ada@acme.test');
    const [ravi, maya] = [await it.enter('ravi@acme.test'), await it.enter('maya@acme.test')];
    return { it, ravi, maya, tom: await it.enter('tom@acme.test') };
  };

  test('of a hundred sends at once against a cap of ten exactly ten are taken, and ten go out', async () => {
    const { it, ravi, maya } = await scene();
    const grant = (await maya.give(ravi, { dailyCap: 10 })).body;
    const answers = await Promise.all(times(100, () => ravi.submit({ from: { grantId: grant.id } })));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(10);
    expect(answers.filter((answer) => codeOf(answer) === 'cap_reached')).toHaveLength(90);
    expect(answers.find(({ status }) => status === 429)!.text).toContain('Nothing was sent');
    await it.dispatchAll();
    const accepted = it.sends().filter((entry) => entry.accepted);
    expect(accepted).toHaveLength(10);
    expect(new Set(accepted.map(({ send }) => send!.behalfId)).size).toBe(10);
    expect(it.sends()).toHaveLength(10);
  }, 60_000);

  test('cancelling gives a slot back once, however often it is asked for', async () => {
    const { it, ravi, maya } = await scene();
    const grant = (await maya.give(ravi, { dailyCap: 2, approval: 'every' })).body;
    const from = { grantId: grant.id };
    const [first] = [(await ravi.submit({ from })).body, (await ravi.submit({ from })).body];
    expect((await ravi.submit({ from })).status).toBe(429);
    const cancels = await Promise.all(times(10, () => ravi.post(`/v1/sends/${first.id}/cancel`)));
    expect(cancels.filter(({ status }) => status === 200)).toHaveLength(1);
    const again = await Promise.all(times(10, () => ravi.submit({ from })));
    expect(again.filter(({ status }) => status === 202)).toHaveLength(1);
    await it.dispatchAll();
    expect(it.sends()).toEqual([]);
  });

  test('a grant that is ended and given anew on the same day starts no second allowance unnoticed', async () => {
    const { ravi, maya } = await scene();
    const first = (await maya.give(ravi, { dailyCap: 1 })).body;
    expect((await ravi.submit({ from: { grantId: first.id } })).status).toBe(202);
    await ravi.post(`/v1/grants/${first.id}/leave`);
    // Only a new consent of the acceptor opens anything again.
    expect((await ravi.submit({ from: { grantId: first.id } })).status).toBe(403);
    const second = (await ravi.request(maya, { dailyCap: 2000 })).body;
    expect((await ravi.submit({ from: { grantId: second.id } })).status).toBe(403);
  });

  test('twenty equal requests with one key at once are one send and one call', async () => {
    const { it, ravi, maya } = await scene();
    const grant = (await maya.give(ravi)).body;
    const submit = () => ravi.submit({ from: { grantId: grant.id } }, 'one-intended-email');
    const answers = await Promise.all(times(20, submit));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    await it.dispatchAll();
    const after = await submit();
    expect(after.body).toMatchObject({ id: answers[0]!.body.id, state: 'sent' });
    await it.dispatchAll();
    expect(it.sends()).toHaveLength(1);
    const usage = await maya.get<{ items: { usedToday: number }[] }>('/v1/grants');
    expect(usage.body.items[0]!.usedToday).toBe(1);
  });

  test('a key used for one email refuses any other: recipient, subject, body, sender or options', async () => {
    const { it, ravi, maya, tom } = await scene();
    const [grant, other] = [(await maya.give(ravi)).body, (await tom.give(ravi)).body];
    const from = { grantId: grant.id };
    const first = await ravi.submit({ from }, 'one-intended-email');
    expect(first.status).toBe(202);
    const others = [
      { from: { grantId: other.id } },
      { from, to: { email: 'lucia@candidate.test', name: 'Jonas Weber' } },
      { from, to: { email: 'jonas@candidate.test' } },
      { from, subject: 'Another subject' },
      { from, html: '<p>Another body</p>' },
      { from, text: 'Another body' },
      { from, track: { opens: true, clicks: false } },
      { from, inReplyTo: first.body.id },
      { from, sendAt: new Date(it.clock() + 60_000).toISOString() },
    ];
    for (const send of others) {
      const answer = await ravi.submit(send, 'one-intended-email');
      expect([answer.status, codeOf(answer)], JSON.stringify(send)).toEqual([409, 'idempotency_conflict']);
    }
    await it.dispatchAll();
    expect(it.sends()).toHaveLength(1);
  });

  test('two members who happen to use one key are strangers to each other', async () => {
    const { it, ravi, maya, tom } = await scene();
    const [mine, theirs] = [(await maya.give(ravi)).body, (await maya.give(tom)).body];
    const first = await ravi.submit({ from: { grantId: mine.id }, subject: 'From Ravi' }, 'a-shared-key');
    const second = await tom.submit({ from: { grantId: theirs.id }, subject: 'From Tom' }, 'a-shared-key');
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.body.id).not.toBe(first.body.id);
    await it.dispatchAll();
    expect(it.sends()).toHaveLength(2);
  });

  test('a send without a key, or with one that is no key, is refused', async () => {
    const { it, ravi, maya } = await scene();
    const from = { grantId: (await maya.give(ravi)).body.id };
    for (const key of ['', 'short', 'x'.repeat(201), 'with a space inside', 'ümlaut-in-key']) {
      const answer = await ravi.post('/v1/sends', { from }, key === '' ? {} : { 'idempotency-key': key });
      expect(answer.status, key).toBe(400);
    }
    expect((await ravi.get<{ items: Send[] }>('/v1/sends')).body.items).toEqual([]);
    await it.dispatchAll();
    expect(it.sends()).toEqual([]);
  });

  test('a frozen member is out at once, in every session, and none of their mail goes out', async () => {
    const { it, ravi, maya } = await scene();
    const ada = await it.enter('ada@acme.test');
    const grant = (await maya.give(ravi)).body;
    const otherWindow = await it.signIn(ravi.memberId);
    const queued = [
      await ravi.submit({ from: { grantId: grant.id } }),
      await ravi.submit({ from: { mailboxId: ravi.mailboxId } }),
    ];
    const through = await maya.submit({ from: { mailboxId: maya.mailboxId } });
    expect((await ada.post(`/v1/team/${ravi.memberId}/freeze`)).status).toBe(204);
    for (const token of [ravi.tokens.access_token, otherWindow.access_token]) {
      expect((await it.call('GET', '/v1/me', { token })).status).toBe(401);
    }
    for (const refresh_token of [ravi.tokens.refresh_token, otherWindow.refresh_token]) {
      const body = { grant_type: 'refresh_token', refresh_token };
      expect(codeOf(await it.call('POST', '/auth/token', { body }))).toBe('invalid_grant');
    }
    expect((await ravi.submit({ from: { mailboxId: ravi.mailboxId } })).status).toBe(401);
    await it.dispatchAll();
    expect(it.sends().map(({ send }) => send!.behalfId)).toEqual([through.body.id]);
    await ada.remove(`/v1/team/${ravi.memberId}/freeze`);
    await it.dispatchAll();
    expect(it.sends()).toHaveLength(1);
    expect(queued.map(({ status }) => status)).toEqual([202, 202]);
  });
});
