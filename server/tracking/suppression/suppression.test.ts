import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import type { Batch } from '../../../shared/api/batches.ts';
import type { Suppression, SuppressionsAdded } from '../../../shared/api/suppressions.ts';
import type { Page } from '../../../shared/api/page.ts';
import type { Send } from '../../../shared/api/sends.ts';
import { verifyAudit } from '../../audit/verify.ts';
import { eachEngine } from '../../store/testing/engines.ts';
import { codeOf, createHttpWorld, type Somebody } from '../../testing/http-world.ts';
import { createWorld, sharedGoogle } from '../../testing/world.ts';
import { addSuppressions } from './add-suppressions.ts';

const shared = sharedGoogle();

eachEngine((_engine, open, openSeveral) => {
  const scene = async () => {
    const http = await createHttpWorld(await open(), shared.google);
    const [ada, maya] = [await http.enter('ada@acme.test'), await http.enter('maya@acme.test')];
    const [ravi, sam] = [await http.enter('ravi@acme.test'), await http.enter('sam@globex.test')];
    const from = { grantId: (await maya.give(ravi)).body.id };
    return { http, ada, maya, ravi, sam, from };
  };
  const add = (who: Somebody, body: object) => who.post<SuppressionsAdded>('/v1/suppressions', body);
  const list = async (who: Somebody) => (await who.get<Page<Suppression>>('/v1/suppressions')).body.items;
  const read = async (who: Somebody, { id }: { id: string }) => (await who.get<Send>(`/v1/sends/${id}`)).body;
  const jonas = { email: 'jonas@candidate.test' };

  it('keeps everybody of the workspace, and nobody else, from writing to an address, however it is spelt', async () => {
    const { http, ada, maya, ravi, sam, from } = await scene();
    const added = await add(ravi, { email: 'Jonas@Candidate.TEST' });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({
      added: 1,
      items: [{ email: 'Jonas@candidate.test', source: 'member', by: { id: ravi.memberId } }],
    });
    for (const email of ['jonas@candidate.test', 'JONAS@candidate.test']) {
      for (const [who, as] of [
        [ravi, from],
        [ravi, { mailboxId: ravi.mailboxId }],
        [maya, { mailboxId: maya.mailboxId }],
        [ada, { mailboxId: ada.mailboxId }],
      ] as const) {
        const answer = await who.submit({ from: as, to: { email } });
        expect([answer.status, codeOf(answer)]).toEqual([403, 'recipient_suppressed']);
        expect(answer.text).toContain('Nothing was sent');
      }
    }
    // Another mailbox of the same host: what stands behind a plus is the host's business.
    expect((await ravi.submit({ from, to: { email: 'jonas+jobs@candidate.test' } })).status).toBe(202);
    expect((await sam.submit({ from: { mailboxId: sam.mailboxId }, to: jonas })).status).toBe(202);
    expect(await list(sam)).toEqual([]);
    await http.dispatchAll();
    expect(http.sends().map(({ send }) => send!.to)).toHaveLength(2);
  });

  it('ends what waits for an address, queued or held, as blocked, and tells both people why', async () => {
    const { http, ada, maya, ravi, from } = await scene();
    const later = { sendAt: new Date(http.clock() + 3_600_000).toISOString() };
    const queued = (await ravi.submit({ from, to: jonas, ...later })).body;
    const own = (await maya.submit({ from: { mailboxId: maya.mailboxId }, to: jonas, ...later })).body;
    const every = { grantId: (await ada.give(ravi, { approval: 'every', dailyCap: 1 })).body.id };
    const held = (await ravi.submit({ from: every, to: jonas })).body;
    const other = (await ravi.submit({ from, to: { email: 'lucia@candidate.test' }, ...later })).body;
    expect([queued.state, held.state]).toEqual(['queued', 'held']);
    await add(maya, jonas);
    for (const [who, send] of [
      [ravi, queued],
      [maya, queued],
      [maya, own],
      [ravi, held],
      [ada, held],
    ] as const) {
      const seen = await read(who, send);
      expect([seen.state, seen.failure?.code]).toEqual(['blocked', 'recipient_suppressed']);
      expect(seen.failure?.message).toContain('not to be written to');
      const told = await who.get<{ items: { type: string; subjectId: string; actor: { id: string } }[] }>(
        '/v1/events?cursor=0&limit=200',
      );
      const blocked = told.body.items.filter(
        ({ type, subjectId }) => type === 'send.blocked' && subjectId === send.id,
      );
      expect(blocked.map(({ actor }) => actor.id)).toEqual([maya.memberId]);
    }
    expect((await read(ravi, other)).state).toBe('queued');
    // Its slot of the day's cap is free again.
    const again = await ravi.submit({ from: every, to: { email: 'lucia@candidate.test' } });
    expect(again.status, again.text).toBe(202);
    http.advance(3_700_000);
    await http.dispatchAll();
    expect(http.sends().map(({ send }) => send!.behalfId)).toEqual([other.id]);
  });

  it('blocks at dispatch what came into the queue past it', async () => {
    const { http, ravi, from } = await scene();
    const send = (await ravi.submit({ from, to: jonas })).body;
    // As a submission under way at that very moment would leave it.
    const t = http.store.read.t.suppressions;
    await http.store.tx(async (q) => {
      await q.insert(t).values({
        ...{ id: uuidv7(), workspaceId: ravi.workspaceId, recipientKey: jonas.email, email: jonas.email },
        ...{ source: 'import', byMemberId: null, sendId: null, createdAt: http.clock() },
      });
    });
    await http.dispatchAll();
    expect(http.sends()).toEqual([]);
    expect((await read(ravi, send)).failure?.code).toBe('recipient_suppressed');
  });

  it('is refused in an edit that would go there, and in rows of a batch, which its preview shows', async () => {
    const { ravi, from } = await scene();
    const later = { sendAt: new Date(Date.now() + 3_600_000).toISOString() };
    const send = (await ravi.submit({ from, to: { email: 'amir@candidate.test' }, ...later })).body;
    await add(ravi, { emails: ['lucia@candidate.test', jonas.email] });
    const { contentHash, subject } = send;
    const edited = await ravi.post(`/v1/sends/${send.id}/edit`, {
      contentHash,
      subject,
      html: '<p>x</p>',
      to: jonas,
    });
    expect([edited.status, codeOf(edited)]).toEqual([403, 'recipient_suppressed']);
    expect((await read(ravi, send)).state).toBe('queued');

    const refused = await ravi.submitBatch({ from });
    expect([refused.status, codeOf(refused)]).toEqual([400, 'invalid_request']);
    expect(refused.text).toContain('row 1: a recipient who is not to be written to');
    const preview = await ravi.post<{
      sendable: number;
      rows: { email: string; problems: { kind: string }[] }[];
    }>('/v1/batches/preview', {
      from,
      ...{ subject: 'Hello {{name}}', html: '<p>Hello</p>' },
      rows: ['Jonas@candidate.test', 'amir@candidate.test', 'lucia@candidate.test', 'nonsense'].map(
        (email) => ({ email, name: 'X' }),
      ),
    });
    expect(preview.body.sendable).toBe(1);
    expect(
      preview.body.rows.map(({ problems }) =>
        problems.map(({ kind }) => kind).filter((it) => it !== 'recent'),
      ),
    ).toEqual([['recipient_suppressed'], [], ['recipient_suppressed'], ['invalid_address']]);
  });

  it('tells once of a batch of which it ends several, and finishes it', async () => {
    const { http, ravi, from } = await scene();
    const later = { sendAt: new Date(http.clock() + 3_600_000).toISOString() };
    const batch = (await ravi.submitBatch({ from, ...later })).body;
    await add(ravi, { emails: ['jonas@candidate.test', 'lucia@candidate.test', 'amir@candidate.test'] });
    const after = (await ravi.get<Batch>(`/v1/batches/${batch.id}`)).body;
    expect([after.state, after.counts.blocked]).toEqual(['done', 3]);
  });

  it('takes a list whole, names each address once, and adds nobody twice', async () => {
    const { ada, ravi, http } = await scene();
    await add(ada, jonas);
    const emails = Array.from({ length: 1000 }, (_, i) => `p${i % 998}@Candidate.test`);
    emails[999] = 'JONAS@candidate.test';
    const added = await add(ravi, { emails });
    expect([added.status, added.body.added, added.body.items.length]).toEqual([201, 998, 999]);
    expect(added.body.items.find(({ email }) => email === jonas.email)?.by?.id).toBe(ada.memberId);
    expect((await add(ravi, { emails })).body.added).toBe(0);
    for (const wrong of [
      { emails: [] },
      { emails: [...emails, 'a@b.test'] },
      { emails: ['a@b.test', 'no'] },
      {},
    ])
      expect((await add(ravi, wrong)).status).toBe(400);
    expect((await add(ravi, { emails: ['a@b.test', 'no'] })).text).toContain(
      'emails.1: must be one plain email address',
    );
    expect((await add(ravi, { email: 'a@b.test', emails: ['c@d.test'] })).status).toBe(400);
    const entries = await http.store.read.select().from(http.store.read.t.auditEntries);
    const notes = entries.filter(({ action }) => action === 'suppression.add');
    expect(notes).toHaveLength(999);
    expect(JSON.stringify(entries)).not.toContain('candidate.test');
    expect((await ada.get<{ ok: boolean }>('/v1/audit/verify')).body.ok).toBe(true);
  });

  it('is listed page by page to every member, and as a file that no spreadsheet runs', async () => {
    const { ravi, maya } = await scene();
    await add(ravi, {
      emails: ['=cmd@candidate.test', '+1@candidate.test', '-2@candidate.test', 'plain@candidate.test'],
    });
    await add(maya, jonas);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { items, nextCursor }: Page<Suppression> = (
        await maya.get<Page<Suppression>>(`/v1/suppressions?limit=2${query}`)
      ).body;
      seen.push(...items.map(({ email }) => email));
      cursor = nextCursor;
    }
    expect(seen[0]).toBe(jonas.email);
    expect(seen.slice(1).sort()).toEqual([
      '+1@candidate.test',
      '-2@candidate.test',
      '=cmd@candidate.test',
      'plain@candidate.test',
    ]);
    const file = await ravi.get('/v1/suppressions/export?format=csv');
    expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(file.headers.get('content-disposition')).toContain('attachment');
    const [head, ...records] = file.text.split('\r\n');
    expect(head).toBe('email,source,by,createdAt');
    expect(records).toHaveLength(6);
    for (const record of records.filter(Boolean)) expect(record).toMatch(/^("'[=+-]|[a-z])/);
    expect(file.text).toContain(`"'=cmd@candidate.test",import,Ravi`);
    expect((await ravi.get('/v1/suppressions/export?format=xlsx')).status).toBe(400);
  });

  it('is found by a part of the address, letter for letter', async () => {
    const { ravi, sam } = await scene();
    await add(ravi, {
      emails: ['Ada.Byron@x.test', 'ada_byron@x.test', 'adaxbyron@y.test', "o'hara@x.test"],
    });
    const find = async (who: Somebody, search: string, more = '') =>
      (
        await who.get<Page<Suppression>>(`/v1/suppressions?search=${encodeURIComponent(search)}${more}`)
      ).body.items.map(({ email }) => email);
    expect(await find(ravi, 'ADA.byron')).toEqual(['Ada.Byron@x.test']);
    expect(await find(ravi, 'a_b')).toEqual(['ada_byron@x.test']);
    expect(await find(ravi, '%')).toEqual([]);
    expect(await find(ravi, "o'h")).toEqual(["o'hara@x.test"]);
    expect(await find(ravi, 'nobody')).toEqual([]);
    expect(await find(ravi, '@x.test', '&limit=2')).toHaveLength(2);
    expect(await find(sam, '@x.test')).toEqual([]);
    expect((await ravi.get('/v1/suppressions?search=')).status).toBe(400);
    expect((await ravi.get('/v1/suppressions?search=a%00b')).status).toBe(400);
  });

  it('is taken back by who put it down or an admin, and a recipient’s own wish by an admin only', async () => {
    const { ada, ravi, maya, sam, from, http } = await scene();
    const [mine] = (await add(ravi, jonas)).body.items;
    const path = `/v1/suppressions/${mine!.id}`;
    expect(codeOf(await maya.remove(path))).toBe('forbidden');
    expect(codeOf(await sam.remove(path))).toBe('not_found');
    expect((await ravi.remove(path)).status).toBe(204);
    expect(codeOf(await ravi.remove(path))).toBe('not_found');
    const sent = await ravi.submit({ from, to: jonas });
    expect(sent.status).toBe(202);

    const [again] = (await add(ravi, jonas)).body.items;
    await http.call('POST', `/u/${await http.recipientTokens.make('unsubscribe', sent.body.id)}`);
    const [own] = await list(ravi);
    expect(own).toMatchObject({ id: again!.id, source: 'recipient', by: null });
    expect(codeOf(await ravi.remove(`/v1/suppressions/${own!.id}`))).toBe('forbidden');
    expect((await ada.remove(`/v1/suppressions/${own!.id}`)).status).toBe(204);
    expect(await list(ravi)).toEqual([]);
    const entries = await http.store.read.select().from(http.store.read.t.auditEntries);
    expect(
      entries
        .filter(({ action }) => action.startsWith('suppression.'))
        .map(({ action, actorId, details }) => [action, actorId, JSON.parse(details) as object]),
    ).toEqual([
      ['suppression.add', ravi.memberId, { source: 'member' }],
      ['suppression.remove', ravi.memberId, { source: 'member' }],
      ['suppression.add', ravi.memberId, { source: 'member' }],
      ['suppression.add', null, { source: 'recipient' }],
      ['suppression.remove', ada.memberId, { source: 'recipient' }],
    ]);
  });

  it('outlives the member who put it down, and goes with the last of the workspace', async () => {
    const { http, ada, maya, ravi, sam } = await scene();
    await add(ravi, jonas);
    await add(sam, jonas);
    const leave = (who: Somebody) => who.remove('/v1/me', { email: who.email });
    for (const who of [ravi, sam]) expect((await leave(who)).status).toBeLessThan(300);
    expect(await list(maya)).toMatchObject([{ email: jonas.email, by: { name: 'A former member' } }]);
    for (const who of [maya, ada]) expect((await leave(who)).status).toBeLessThan(300);
    expect(await http.store.read.select().from(http.store.read.t.suppressions)).toEqual([]);
  });

  it('two lists with the same addresses at once, in two processes, make one', async () => {
    const stores = await openSeveral(2);
    const world = createWorld(stores[0]!, shared.google);
    const ravi = await world.join('ravi@acme.test');
    for (let round = 0; round < 5; round += 1) {
      const emails = Array.from({ length: 150 }, (_, i) => `r${round}-${i}@candidate.test`);
      const answers = await Promise.all(
        stores.map((store, i) =>
          addSuppressions(store, ravi, { emails: i === 0 ? emails : emails.toReversed(), source: 'import' }),
        ),
      );
      expect(answers.reduce((sum, { added }) => sum + added, 0)).toBe(150);
      expect(answers.map(({ standing }) => standing.length)).toEqual([150, 150]);
    }
    expect(await verifyAudit(stores[0]!.read, ravi.workspaceId)).toMatchObject({ ok: true });
  }, 60_000);
});
