import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Suppression } from '../../shared/api/suppressions.ts';
import { claimSends } from '../sending/claim-sends.ts';
import { fireSend } from '../sending/fire-send.ts';
import { reapSends } from '../sending/reap-sends.ts';
import { settleSend } from '../sending/settle-send.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { addSuppressions } from '../tracking/suppression/add-suppressions.ts';
import { object } from '../tracking/suppression/object.ts';
import { removeSuppression } from '../tracking/suppression/remove-suppression.ts';
import { createHttpWorld, withoutRequestId, type Somebody } from '../testing/http-world.ts';
import { race } from '../testing/race.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();

eachEngine((_engine, open) => {
  const scene = async () => {
    const http = await createHttpWorld(await open(), shared.google);
    const [ada, maya] = [await http.enter('ada@acme.test'), await http.enter('maya@acme.test')];
    const [ravi, sam] = [await http.enter('ravi@acme.test'), await http.enter('sam@globex.test')];
    const from = { grantId: (await maya.give(ravi)).body.id };
    const to = { email: 'Jonas@candidate.test' };
    const submit = async (who: Somebody = ravi, as: object = from) =>
      (await who.submit({ from: as as never, to })).body;
    const sent = await submit();
    await http.dispatchAll();
    const wayOut = async ({ id }: { id: string } = sent) =>
      `/u/${await http.recipientTokens.make('unsubscribe', id)}`;
    const list = async (who: Somebody) =>
      (await who.get<{ items: Suppression[] }>('/v1/suppressions')).body.items;
    return { http, ada, maya, ravi, sam, from, to, sent, submit, wayOut, list };
  };

  it('looking at the page does nothing, however often and by whomever', async () => {
    const { http, ravi, wayOut, list, submit } = await scene();
    const path = await wayOut();
    const before = await http.snapshot();
    for (const method of ['GET', 'HEAD'])
      for (const agent of ['Mozilla/5.0', 'GoogleImageProxy', 'Barracuda', '']) {
        const headers = { 'user-agent': agent, 'List-Unsubscribe': 'One-Click' };
        const response = await http.app.request(`${path}?List-Unsubscribe=One-Click`, { method, headers });
        expect(response.status).toBe(200);
      }
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect((await http.app.request(path, { method })).status).not.toBe(200);
    expect(await http.snapshot()).toBe(before);
    expect(await list(ravi)).toEqual([]);
    expect((await submit()).state).toBe('queued');
  });

  it('the page says who wrote, on whose behalf, for whom and when, has one button and no script', async () => {
    const { http, maya, wayOut } = await scene();
    const { status, headers, text } = await http.call('GET', await wayOut());
    expect(status).toBe(200);
    for (const said of ['Ravi', 'Maya Chen', maya.email, 'acme.test', 'on behalf of', 'have it deleted'])
      expect(text, said).toContain(said);
    expect(text).toContain(
      new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(http.clock()),
    );
    expect(text).not.toMatch(/<script|http-equiv|src=|<link|\son\w+=/i);
    // Neither the address nor a word of the email, to whoever the link was passed on to.
    expect(text).not.toMatch(/jonas/i);
    expect(text.match(/<form method="post"><button type="submit">/g)).toHaveLength(1);
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('cache-control')).toContain('no-store');
  });

  it.each([
    ['off', true, true, ['is not seen'], ['picture', 'lead by way', 'sums']],
    ['individual', true, false, ['picture of one pixel', 'ends that'], ['lead by way', 'sums']],
    ['individual', false, true, ['lead by way', 'ends that'], ['picture', 'sums']],
    ['aggregate', true, true, ['picture of one pixel', 'lead by way', 'sums over many'], ['is not seen']],
  ] as const)('of one that is seen %s it says what of it is', async (mode, opens, clicks, said, unsaid) => {
    const { http, wayOut, sent } = await scene();
    expect((await http.call('GET', await wayOut())).text).toContain('is not seen');
    const { trackedSends } = http.store.read.t;
    await http.store.tx((q) => q.insert(trackedSends).values({ sendId: sent.id, mode, opens, clicks }));
    const { text } = await http.call('GET', await wayOut());
    const part = text.slice(text.indexOf('What is seen'), text.indexOf('What is stored'));
    for (const each of said) expect(part).toContain(each);
    for (const each of unsaid) expect(part).not.toContain(each);
  });

  it('asking for deletion leads to a letter to whose name is on the email, else to who wrote it', async () => {
    const { http, maya, ravi, wayOut } = await scene();
    const letter = async () => {
      const { text } = await http.call('GET', await wayOut());
      const href = /<a href="(mailto:[^"]+)">/.exec(text)![1]!.replaceAll('&#38;', '&');
      const { pathname, searchParams } = new URL(href);
      return { text, to: decodeURIComponent(pathname), body: searchParams.get('body')! };
    };
    const first = await letter();
    expect(first.to).toBe(maya.email);
    expect(first.body).toMatch(/^Hello Maya Chen,\r\n\r\non .+ you wrote to me for acme\.test with Behalf\./);
    expect(first.text).toContain('deletes none of that');
    expect((await maya.remove('/v1/me', { email: maya.email })).status).toBeLessThan(300);
    const then = await letter();
    expect(then.to).toBe(ravi.email);
    expect(then.text).not.toMatch(/Maya|former member|&#60;&#62;/);
  });

  it('names that hold markup are text on it', async () => {
    const { http, wayOut, ravi } = await scene();
    const { members } = http.store.read.t;
    await http.store.tx(async (q) => {
      await q.update(members).set({ name: '{company}<img src=x onerror=alert(1)>"\'' });
    });
    const { text } = await http.call('GET', await wayOut());
    expect(text).not.toContain('<img');
    expect(text).toContain('{company}&#60;img src=x');
    expect(ravi.memberId).not.toBe('');
  });

  it('one click holds for every sender of the workspace and for no other, silences what was sent, and is idempotent', async () => {
    const { http, ada, maya, ravi, sam, sent, submit, wayOut, list } = await scene();
    const own = await submit(maya, { mailboxId: maya.mailboxId });
    const foreign = await submit(sam, { mailboxId: sam.mailboxId });
    const { trackedSends } = http.store.read.t;
    await http.store.tx(async (q) => {
      for (const sendId of [sent.id, own.id, foreign.id])
        await q.insert(trackedSends).values({ sendId, mode: 'individual', opens: true, clicks: false });
    });
    const path = await wayOut();
    for (const body of [
      { 'content-type': 'application/x-www-form-urlencoded', text: 'List-Unsubscribe=One-Click' },
      {
        'content-type': 'multipart/form-data; boundary=x',
        text: '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--',
      },
      { 'content-type': 'text/plain', text: '' },
    ]) {
      const { text, ...headers } = body;
      const answer = await http.call('POST', path, { raw: text, headers });
      expect([answer.status, answer.headers.get('location')]).toEqual([200, null]);
    }
    expect(await list(ravi)).toMatchObject([
      { email: 'Jonas@candidate.test', source: 'recipient', by: null },
    ]);
    expect(await list(sam)).toEqual([]);
    const read = async (who: Somebody, id: string) =>
      (await who.get<{ state: string; failure: { code: string } | null }>(`/v1/sends/${id}`)).body;
    expect((await read(maya, own.id)).failure?.code).toBe('recipient_suppressed');
    expect((await read(sam, foreign.id)).state).toBe('queued');
    for (const who of [ada, maya, ravi])
      expect(
        (await who.submit({ from: { mailboxId: who.mailboxId }, to: { email: 'jonas@CANDIDATE.test' } }))
          .status,
      ).toBe(403);
    const tracked = await http.store.read.select().from(trackedSends);
    expect(
      Object.fromEntries(tracked.map(({ sendId, silencedAt }) => [sendId, silencedAt !== null])),
    ).toEqual({
      [sent.id]: true,
      [own.id]: true,
      [foreign.id]: false,
    });
    const notes = await http.store.read.select().from(http.store.read.t.auditEntries);
    expect(notes.filter(({ action }) => action === 'suppression.add')).toHaveLength(1);
    expect(JSON.stringify(notes)).not.toMatch(/candidate\.test/i);
  });

  it('a token that is forged, altered or for something else changes nothing, and the answer is the same', async () => {
    const { http, sent, wayOut } = await scene();
    const token = (await wayOut()).slice('/u/'.length);
    const bytes = Buffer.from(token, 'base64url');
    const flipped = Array.from(bytes, (_byte, i) => {
      const forged = Buffer.from(bytes);
      forged[i]! ^= 1;
      return forged.toString('base64url');
    });
    const before = await http.snapshot();
    const others = [
      await http.recipientTokens.make('open', sent.id),
      await http.recipientTokens.make({ click: 0 }, sent.id),
      // Signed by us, for an email that is gone.
      await http.recipientTokens.make('unsubscribe', '0197a5c0-0000-7000-8000-000000000000'),
      ...[sent.id, 'x', '%00', "'%20or%201=1--", 'x'.repeat(5000), randomBytes(33).toString('base64url')],
    ];
    const answers = new Set<string>();
    const unknown = new Set<string>();
    for (const other of [...flipped, ...others]) {
      answers.add(JSON.stringify(withoutRequestId(await http.call('POST', `/u/${other}`))));
      unknown.add(JSON.stringify(withoutRequestId(await http.call('GET', `/u/${other}`))));
    }
    expect([answers.size, unknown.size]).toEqual([1, 1]);
    expect(await http.snapshot()).toBe(before);
    // And it reads like the answer to one that is ours.
    answers.add(JSON.stringify(withoutRequestId(await http.call('POST', await wayOut()))));
    expect(answers.size).toBe(1);
    expect(await http.snapshot()).not.toBe(before);
  });

  it('after the sender’s data was deleted the page says so, and claims no more than is so', async () => {
    const { http, ravi, wayOut, list, ada } = await scene();
    expect((await ravi.remove('/v1/me', { email: ravi.email })).status).toBeLessThan(300);
    for (const method of ['GET', 'POST']) {
      const { status, text } = await http.call(method, await wayOut());
      expect(status).toBe(200);
      expect(text).toContain('nothing left here to put down');
      expect(text).not.toContain('Ravi');
    }
    expect(await list(ada)).toEqual([]);
  });

  it.each(['recipient', 'member'] as const)(
    'a wish of a %s wins against claim and hand-over in 40 rounds: what it acknowledged first is never handed over',
    async (source) => {
      const { http, ada, ravi, submit, sent, wayOut, list } = await scene();
      const { store } = http;
      const token = (await wayOut()).slice('/u/'.length);
      const { sends, mailboxes } = store.read.t;
      const stateOf = async (id: string) =>
        (await store.read.select().from(sends)).find((row) => row.id === id)!;
      const tokenVersion = (await store.read.select().from(mailboxes)).find(
        ({ email }) => email === 'maya@acme.test',
      )!.tokenVersion;
      const now = http.clock();
      const put = () =>
        source === 'recipient'
          ? object(http, token, now)
          : addSuppressions(store, { ...ravi, now }, { emails: ['jonas@candidate.test'], source: 'member' });
      const won = { objection: 0, sender: 0 };
      for (let round = 0; round < 40; round += 1) {
        const send = await submit();
        expect(send.state, JSON.stringify(send)).toBe('queued');
        const objecting = async () => {
          await put();
          return (await stateOf(send.id)).firedAt;
        };
        const handingOver = async () => {
          const [claimed] = await claimSends(store, now, 1, http.parts.pace);
          return claimed ? fireSend(store, claimed, tokenVersion, now) : null;
        };
        // Every other round the claim has committed before, so that only the hand-over itself is raced.
        const early = round % 4 < 2 ? (await claimSends(store, now, 1, http.parts.pace))[0] : undefined;
        const [firedWhenAcknowledged, answer] = await race(round, objecting, () =>
          early ? fireSend(store, early, tokenVersion, now) : handingOver(),
        );
        if (firedWhenAcknowledged === null) {
          won.objection += 1;
          expect(answer).not.toBe('go');
          // Whoever had it in hand lost it: it comes back by itself and ends with the reason.
          await reapSends(store, now);
          await claimSends(store, now, 1, http.parts.pace);
          expect(await stateOf(send.id)).toMatchObject({ firedAt: null, failure: 'recipient_suppressed' });
          expect(['blocked', 'sending']).toContain((await stateOf(send.id)).state);
        } else {
          won.sender += 1;
          expect(answer).toBe('go');
        }
        const after = await stateOf(send.id);
        if (after.state === 'sending')
          await settleSend(
            store,
            after,
            after.firedAt === null ? { end: 'failed', why: 'recipient_suppressed' } : { end: 'uncertain' },
            now,
          );
        for (const { id } of await list(ada)) await removeSuppression(store, { ...ada, now }, id);
      }
      expect(won.objection).toBeGreaterThan(0);
      expect(sent.id).not.toBe('');
    },
    120_000,
  );
});
