import { expect, test } from 'vitest';
import { eachEngine } from '../store/testing/engines.ts';
import { codeOf, createHttpWorld } from '../testing/http-world.ts';
import { sampleBatch, sharedGoogle } from '../testing/world.ts';

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

  test('batches of several people at once take nothing of each other’s: rows, caps, keys, feeds or audit', async () => {
    const it = await createHttpWorld(await open(), shared.google);
    const [ada, ravi, maya] = [
      await it.enter('ada@acme.test'),
      await it.enter('ravi@acme.test'),
      await it.enter('maya@acme.test'),
    ];
    const sam = await it.enter('sam@globex.test');
    const [mine, theirs] = [(await maya.give(ravi, { dailyCap: 4 })).body, (await maya.give(ada)).body];
    const rows = (who: string, count: number) =>
      Array.from({ length: count }, (_, i) => ({
        ...{ email: `${who}${i}@candidate.test`, name: `${who} ${i}`, fields: { city: who } },
      }));
    const key = 'the-same-key-for-all';
    const asked = [
      [ravi, { from: { grantId: mine.id }, rows: rows('ravi', 6) }, 6],
      [ada, { from: { grantId: theirs.id }, rows: rows('ada', 5) }, 5],
      [maya, { from: { mailboxId: maya.mailboxId }, rows: rows('maya', 4) }, 4],
      [sam, { from: { mailboxId: sam.mailboxId }, rows: rows('sam', 3) }, 3],
    ] as const;
    const [batches, foreign] = await Promise.all([
      Promise.all(asked.map(([who, batch]) => who.submitBatch(batch as never, key))),
      Promise.all([
        ada.submitBatch({ from: { grantId: mine.id } }, 'another-key-1'),
        sam.submitBatch({ from: { grantId: theirs.id } }, 'another-key-2'),
        ravi.submitBatch({ from: { mailboxId: sam.mailboxId } }, 'another-key-3'),
      ]),
    ]);
    expect(foreign.map(codeOf)).toEqual(['not_found', 'not_found', 'not_found']);
    expect(batches.map(({ status, body }) => [status, body.total])).toEqual(asked.map(([, , n]) => [202, n]));
    expect(new Set(batches.map(({ body }) => body.id)).size).toBe(4);
    await it.dispatchAll();
    for (const [i, [who, , count]] of asked.entries()) {
      const { id } = batches[i]!.body;
      type Sent = { to: { email: string }; subject: string; requestor: { id: string } };
      const { items } = (await who.get<{ items: Sent[] }>(`/v1/sends?limit=200&batch=${id}`)).body;
      expect(items).toHaveLength(count);
      const name = who.email.split('@')[0]!;
      for (const { to, subject, requestor } of items)
        expect([to.email, subject, requestor.id]).toEqual([
          ...[expect.stringMatching(`^${name}\\d@`), expect.stringMatching(`^A role for ${name} \\d$`)],
          who.memberId,
        ]);
      type Event = { type: string; subjectId: string };
      const events = (await who.get<{ items: Event[] }>('/v1/events?cursor=0&limit=200')).body.items;
      const told = events.filter(({ type }) => type === 'batch.submitted').map(({ subjectId }) => subjectId);
      // Maya hears of her own and of those through her mailbox, the others of their own.
      expect(told.length).toBe(who === maya ? 3 : 1);
      expect(told).toContain(id);
    }
    // Four of Ravi's go today, the others all.
    expect(it.sends().filter(({ accepted }) => accepted)).toHaveLength(4 + 5 + 4 + 3);
    for (const who of [ada, sam])
      expect((await who.get<{ ok: boolean }>('/v1/audit/verify')).body.ok).toBe(true);
  });

  test('a batch with one email that can’t be stored is not stored at all, and spoils none beside it', async () => {
    const it = await createHttpWorld(await open(), shared.google);
    const [ravi, maya] = [await it.enter('ravi@acme.test'), await it.enter('maya@acme.test')];
    const from = { grantId: (await maya.give(ravi)).body.id };
    const { seal } = it.vault;
    it.vault.seal = (plain, context) => {
      if (plain.includes('poison')) throw new Error('This one can’t be sealed.');
      return seal(plain, context);
    };
    const [first, ...more] = sampleBatch.rows;
    const poisoned = { from, rows: [first!, { ...more[0]!, name: 'poison' }, more[1]!] };
    const [bad, good, single] = await Promise.all([
      ravi.submitBatch(poisoned),
      ravi.submitBatch({ from }),
      ravi.submit({ from }),
    ]);
    expect([bad.status, good.status, single.status]).toEqual([500, 202, 202]);
    await it.dispatchAll();
    expect(it.sends()).toHaveLength(4);
    const { items } = (await maya.get<{ items: { usedToday: number }[] }>('/v1/grants')).body;
    expect(items[0]!.usedToday).toBe(4);
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
