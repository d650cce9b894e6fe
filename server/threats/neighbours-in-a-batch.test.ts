import { expect, test } from 'vitest';
import { eachEngine } from '../store/testing/engines.ts';
import { codeOf, createHttpWorld } from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();

// Requests that come together share one unit of work: what one of them is must never show in another.
eachEngine((_engine, open) => {
  test('requests of different people that come together are judged and answered each on its own', async () => {
    shared.google.addPeople([{ email: 'kim@globex.test', name: 'Kim Globex', hd: 'globex.test' }]);
    const it = await createHttpWorld(await open(), shared.google);
    const [ada, ravi, maya] = [
      await it.enter('ada@acme.test'),
      await it.enter('ravi@acme.test'),
      await it.enter('maya@acme.test'),
    ];
    const [sam, kim] = [await it.enter('sam@globex.test'), await it.enter('kim@globex.test')];
    const small = (await maya.give(ravi, { dailyCap: 1 })).body;
    const wide = (await maya.give(ada, { dailyCap: 5 })).body;
    const dead = (await ada.give(ravi)).body;
    await ada.post(`/v1/grants/${dead.id}/revoke`);
    const narrow = (await ada.give(maya, { allowedDomains: ['candidate.test'] })).body;
    const far = (await sam.give(kim)).body;
    const at = (grantId: string) => ({ from: { grantId } });

    const key = 'the-same-key-for-all';
    const answers = await Promise.all([
      ravi.submit(at(small.id), key),
      ravi.submit(at(small.id), key),
      ravi.submit({ ...at(small.id), subject: 'Another' }, key),
      ravi.submit(at(small.id), 'another-key-1'),
      ada.submit(at(wide.id), key),
      ada.submit(at(small.id), 'another-key-2'),
      ravi.submit(at(dead.id), 'another-key-3'),
      maya.submit({ ...at(narrow.id), to: { email: 'x@elsewhere.test' } }, key),
      kim.submit(at(far.id), key),
      kim.submit(at(wide.id), 'another-key-4'),
      ravi.submit(at(far.id), 'another-key-5'),
      kim.submit({ from: { mailboxId: maya.mailboxId } }, 'another-key-6'),
      sam.submit({ from: { mailboxId: sam.mailboxId } }, key),
      maya.submit({ from: { mailboxId: maya.mailboxId }, inReplyTo: far.id }, 'another-key-7'),
    ]);
    const outcomes = answers.map((answer) => codeOf(answer) ?? answer.status);
    // Ravi's four share a cap of one and partly a key; which of them comes first is nobody's promise.
    for (const outcome of outcomes.slice(0, 4)) {
      expect([202, 'cap_reached', 'idempotency_conflict']).toContain(outcome);
    }
    const [one, ...more] = new Set(answers.slice(0, 4).flatMap(({ body }) => body.id ?? []));
    expect([typeof one, more]).toEqual(['string', []]);
    expect(outcomes.slice(4)).toEqual([
      ...[202, 'not_found', 'grant_not_live', 'recipient_not_allowed'],
      ...[202, 'not_found', 'not_found', 'not_found', 202, 'not_found'],
    ]);
    const taken = [4, 8, 12].map((index) => answers[index]!.body);
    expect(taken.map(({ requestor }) => requestor.email)).toEqual([ada, kim, sam].map(({ email }) => email));

    await it.dispatchAll();
    const sent = it.sends().map(({ email, send }) => `${email} ${send!.behalfId}`);
    expect(sent.sort()).toEqual(
      [
        `maya@acme.test ${one}`,
        `maya@acme.test ${taken[0]!.id}`,
        `sam@globex.test ${taken[1]!.id}`,
        `sam@globex.test ${taken[2]!.id}`,
      ].sort(),
    );
    for (const who of [ada, sam]) {
      expect((await who.get<{ ok: boolean }>('/v1/audit/verify')).body.ok).toBe(true);
    }
  });

  test('one request that can’t be stored spoils none that came with it', async () => {
    const it = await createHttpWorld(await open(), shared.google);
    const [ravi, maya] = [await it.enter('ravi@acme.test'), await it.enter('maya@acme.test')];
    const grant = (await maya.give(ravi)).body;
    const { seal } = it.vault;
    it.vault.seal = (plain, context) => {
      if (plain.includes('poison')) throw new Error('This one can’t be sealed.');
      return seal(plain, context);
    };
    const from = { grantId: grant.id };
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        ravi.submit({ from, ...(index === 5 ? { subject: 'poison' } : {}) }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(
      Array.from({ length: 12 }, (_, index) => (index === 5 ? 500 : 202)),
    );
    await it.dispatchAll();
    expect(it.sends()).toHaveLength(11);
  });

  test('text that a database can’t keep is refused as such, on both engines', async () => {
    const it = await createHttpWorld(await open(), shared.google);
    const [ravi, maya] = [await it.enter('ravi@acme.test'), await it.enter('maya@acme.test')];
    for (const note of ['a\u0000b', 'a\u202eb', 'a\u0007b', '\ud800', 'a\u2066b', 'a\u061cb']) {
      const answer = await ravi.post('/v1/grants/requests', { acceptorId: maya.memberId, note });
      expect([answer.status, codeOf(answer)], JSON.stringify(note)).toEqual([400, 'invalid_request']);
    }
    const note = 'Two lines\nand a\ttab, 😀 «üñí» مرحبا';
    const asked = await ravi.post<{ note: string }>('/v1/grants/requests', {
      acceptorId: maya.memberId,
      note,
    });
    expect([asked.status, asked.body.note]).toEqual([201, note]);
    const start = (state: string) =>
      it.call(
        'GET',
        `/auth/start?${new URLSearchParams({
          provider: 'google',
          redirect_uri: it.config.redirectUris[0]!,
          state,
          code_challenge: 'x'.repeat(43),
          code_challenge_method: 'S256',
        })}`,
      );
    for (const state of ['12345678\u0000', '12345678\n', '12345678\ud800', '12345678ü']) {
      expect((await start(state)).status, JSON.stringify(state)).toBe(400);
    }
    expect((await start('12345678 ~!&=')).status).toBe(302);
    for (const path of [
      '/v1/sends?cursor=%00',
      '/v1/audit?cursor=%00',
      '/auth/callback/google?state=%00&code=%00',
    ]) {
      expect((await ravi.get(path)).status, path).toBe(400);
    }
    const html = '<p>a\u0000b \ud800 \u202e c</p>';
    const taken = await ravi.submit({ from: { mailboxId: ravi.mailboxId }, html, text: html });
    expect([202, 400]).toContain(taken.status);
    for (const refresh_token of ['bhr_\u0000', '\ud800']) {
      const body = { grant_type: 'refresh_token', refresh_token };
      expect(codeOf(await it.call('POST', '/auth/token', { body }))).toBe('invalid_grant');
    }
  });
});
