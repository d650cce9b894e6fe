import { createHash } from 'node:crypto';
import { and, eq, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { appendAudit, appendAuditAll } from '../audit/append.ts';
import { exportAudit } from '../audit/export.ts';
import { hashEntry, type HashedEntry } from '../audit/hash.ts';
import { readAuditSlice, type AuditRow } from '../store/audit.ts';
import { eachEngine } from '../store/testing/engines.ts';
import { createHttpWorld, type HttpWorld } from '../testing/http-world.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
type Verdict = { ok: boolean; entries: number; brokenAt: number | null };

eachEngine((_engine, open) => {
  /** A workspace with a dozen entries and its admin. */
  async function scene() {
    const it = await createHttpWorld(await open(), shared.google);
    const [ada, ravi] = [await it.enter('ada@acme.test'), await it.enter('ravi@acme.test')];
    for (let round = 0; round < 3; round += 1) {
      const asked = (await ravi.request(ada)).body;
      await ada.accept(asked);
      await ravi.post(`/v1/grants/${asked.id}/leave`);
    }
    const rows = await readAuditSlice(it.store.read, ada.workspaceId, { after: 0, limit: 100 });
    expect(rows.length).toBeGreaterThanOrEqual(13);
    const verify = async () => (await ada.get<Verdict>('/v1/audit/verify')).body;
    expect(await verify()).toEqual({ ok: true, entries: rows.length, brokenAt: null });
    return { it, ada, ravi, rows, verify };
  }
  /** Changes rows behind the server's back, as somebody who can write to the database. */
  const change = ({ store }: HttpWorld, row: { workspaceId: string; seq: number }, to: Partial<AuditRow>) =>
    store.tx(async (q) => {
      const t = q.t.auditEntries;
      await q
        .update(t)
        .set(to)
        .where(and(eq(t.workspaceId, row.workspaceId), eq(t.seq, row.seq)));
    });
  const remove = ({ store }: HttpWorld, row: { workspaceId: string; seq: number }) =>
    store.tx(async (q) => {
      const t = q.t.auditEntries;
      await q.delete(t).where(and(eq(t.workspaceId, row.workspaceId), eq(t.seq, row.seq)));
    });
  const insert = ({ store }: HttpWorld, row: AuditRow) =>
    store.tx(async (q) => void (await q.insert(q.t.auditEntries).values(row)));

  test('an entry of which any field was edited is named', async () => {
    const { it, rows, verify } = await scene();
    const row = rows[6]!;
    const edits: Partial<AuditRow>[] = [
      { at: row.at + 1 },
      { action: 'grant.revoke' },
      { actorId: null },
      { actorId: uuidv7() },
      { subjectType: 'send' },
      { subjectId: uuidv7() },
      { requestorId: row.acceptorId },
      { acceptorId: row.requestorId },
      { details: '{}' },
      { details: row.details.replace('{', '{ ') },
      { hash: rows[5]!.hash },
      { hash: '' },
      { previousHash: '' },
    ];
    for (const edit of edits) {
      await change(it, row, edit);
      expect(await verify(), JSON.stringify(edit)).toEqual({ ok: false, entries: 6, brokenAt: row.seq });
      await change(it, row, row);
    }
    expect((await verify()).ok).toBe(true);
  });

  test('an entry edited together with its own hash is found at the next one', async () => {
    const { it, rows, verify } = await scene();
    const forged = { ...rows[6]!, details: '{"note":"forged"}' };
    await change(it, rows[6]!, { ...forged, hash: hashEntry(forged) });
    expect(await verify()).toEqual({ ok: false, entries: 7, brokenAt: rows[7]!.seq });
  });

  test('the last entry edited together with its hash does not fit the head', async () => {
    const { it, rows, verify } = await scene();
    const last = rows.at(-1)!;
    const forged = { ...last, details: '{"note":"forged"}' };
    await change(it, last, { ...forged, hash: hashEntry(forged) });
    expect(await verify()).toMatchObject({ ok: false, brokenAt: last.seq });
  });

  test.each(['first', 'middle', 'last'])('the %s entry deleted is named', async (which) => {
    const { it, rows, verify } = await scene();
    const index = { first: 0, middle: 6, last: rows.length - 1 }[which]!;
    await remove(it, rows[index]!);
    expect(await verify()).toEqual({ ok: false, entries: index, brokenAt: index + 1 });
  });

  test('two entries that changed places are named', async () => {
    const { it, rows, verify } = await scene();
    const [a, b] = [rows[4]!, rows[8]!];
    await change(it, a, { ...b, seq: a.seq });
    await change(it, b, { ...a, seq: b.seq });
    expect(await verify()).toEqual({ ok: false, entries: 4, brokenAt: a.seq });
  });

  test('an entry that was slipped in is named: after the last, before the first, or in a gap', async () => {
    const { it, rows, verify } = await scene();
    const last = rows.at(-1)!;
    const fitting = { ...last, seq: last.seq + 1, previousHash: last.hash };
    await insert(it, { ...fitting, hash: hashEntry(fitting) });
    expect(await verify()).toEqual({ ok: false, entries: last.seq, brokenAt: last.seq + 1 });
    await remove(it, fitting);
    for (const [seq, brokenAt] of [
      [0, 0],
      [-7, -7],
      [last.seq + 5, last.seq + 1],
    ] as const) {
      const slipped = { ...last, seq };
      await insert(it, { ...slipped, hash: hashEntry(slipped) });
      expect(await verify(), `seq ${seq}`).toMatchObject({ ok: false, brokenAt });
      await remove(it, slipped);
    }
    expect((await verify()).ok).toBe(true);
  });

  test('a head that was moved back to hide the end does not fit', async () => {
    const { it, rows, verify } = await scene();
    const earlier = rows.at(-4)!;
    await it.store.tx(async (q) => {
      const w = q.t.workspaces;
      const head = { auditSeq: earlier.seq, auditHash: earlier.hash };
      await q.update(w).set(head).where(eq(w.id, earlier.workspaceId));
    });
    expect(await verify()).toEqual({ ok: false, entries: earlier.seq, brokenAt: earlier.seq + 1 });
  });

  test('a chain that grows while it is verified is not taken for a broken one', async () => {
    const { it, ravi, verify } = await scene();
    let growing = true;
    const acts = Promise.all(Array.from({ length: 40 }, () => it.signIn(ravi.memberId)));
    void acts.finally(() => (growing = false));
    const verdicts = [];
    while (growing) {
      verdicts.push(await verify());
      // SQLite reads without ever leaving the microtasks; the writer needs its turn.
      await new Promise(setImmediate);
    }
    await acts;
    expect(verdicts.filter(({ ok }) => !ok)).toEqual([]);
  });

  test('a chain broken in one workspace is whole in every other', async () => {
    const { it, rows, verify } = await scene();
    const sam = await it.enter('sam@globex.test');
    await change(it, rows[2]!, { action: 'grant.give' });
    expect((await verify()).ok).toBe(false);
    expect((await sam.get<Verdict>('/v1/audit/verify')).body.ok).toBe(true);
  });

  test('a hundred appends at once make one chain without a fork or a gap', async () => {
    const { it, ada, rows, verify } = await scene();
    const append = (index: number) =>
      it.store.tx((q) =>
        appendAudit(q, {
          workspaceId: ada.workspaceId,
          at: it.clock(),
          action: 'session.begin',
          actorId: ada.memberId,
          subjectType: 'session',
          subjectId: ada.memberId,
          details: { index },
        }),
      );
    await Promise.all(Array.from({ length: 100 }, (_, index) => append(index)));
    expect(await verify()).toEqual({ ok: true, entries: rows.length + 100, brokenAt: null });
    const all = await readAuditSlice(it.store.read, ada.workspaceId, { after: 0, limit: 1000 });
    expect(new Set(all.map(({ previousHash }) => previousHash)).size).toBe(all.length);
    expect(new Set(all.slice(-100).map(({ details }) => details)).size).toBe(100);
  });

  test('acts of different kinds at once, through the interface, make one chain too', async () => {
    const { it, ada, ravi, verify } = await scene();
    const grant = (await ada.give(ravi)).body;
    await Promise.all([
      ...Array.from({ length: 15 }, () => ravi.submit({ from: { grantId: grant.id } })),
      ...Array.from({ length: 5 }, () => it.signIn(ravi.memberId)),
      ada.post('/v1/pause'),
      ada.remove('/v1/pause'),
      ada.post('/v1/invitations', { email: 'nora.lind@gmail.test' }),
    ]);
    await it.dispatchAll();
    expect((await verify()).ok).toBe(true);
  });

  test('an admin has the whole chain as a file, and can walk it without us; nobody else has it', async () => {
    const { it, ada, ravi, rows } = await scene();
    const file = await it.call('GET', '/v1/audit/export', { token: ada.tokens.access_token });
    expect(file.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = file.text.trimEnd().split('\n');
    type Line = HashedEntry & { hash: string };
    let previous = '';
    for (const [i, line] of lines.entries()) {
      const { hash, ...entry } = JSON.parse(line) as Line;
      expect(entry).toMatchObject({ seq: i + 1, previousHash: previous });
      const inOrder = Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)));
      expect(createHash('sha256').update(JSON.stringify(inOrder)).digest('hex')).toBe(hash);
      previous = hash;
    }
    expect(previous).toBe(rows.at(-1)!.hash);
    const query = `format=csv&after=${rows.length - 2}`;
    const rest = await it.call('GET', `/v1/audit/export?${query}`, { token: ada.tokens.access_token });
    const [head, ...records] = rest.text.trimEnd().split('\r\n');
    expect(head!.split(',').slice(0, 3)).toEqual(['workspaceId', 'seq', 'at']);
    expect(records).toHaveLength(2);
    expect((await ravi.get('/v1/audit/export')).status).toBe(403);
    for (const wrong of ['format=xml', 'after=-1', 'after=x', 'limit=1'])
      expect((await ada.get(`/v1/audit/export?${wrong}`)).status, wrong).toBe(400);
  });

  test('a file of the chain has ten thousand entries at most, and the next one goes on where it ended', async () => {
    const { it, ada } = await scene();
    const note = { workspaceId: ada.workspaceId, at: it.clock(), action: 'session.begin' as const };
    const who = { actorId: ada.memberId, subjectType: 'session' as const, subjectId: ada.memberId };
    const more = Array.from({ length: 10_500 }, (_, index) => ({ ...note, ...who, details: { index } }));
    await it.store.tx((q) => appendAuditAll(q, more));
    const seqs = async (after: number) => {
      const file = await exportAudit(it.store.read, ada.workspaceId, { format: 'jsonl', after });
      return file.split('\n').flatMap((line) => (line ? (JSON.parse(line) as { seq: number }).seq : []));
    };
    const [first, second] = [await seqs(0), await seqs(10_000)];
    expect(first).toHaveLength(10_000);
    expect(second[0]).toBe(10_001);
    expect(await seqs(second.at(-1)!)).toEqual([]);
  });

  test('what is undone leaves no entry: act and entry commit together', async () => {
    const { it, ada, ravi, verify } = await scene();
    const { entries } = await verify();
    const grant = (await ada.give(ravi)).body;
    await expect(
      it.store.tx(async (q) => {
        await appendAudit(q, {
          workspaceId: ada.workspaceId,
          at: it.clock(),
          action: 'grant.revoke',
          actorId: ada.memberId,
          subjectType: 'grant',
          subjectId: grant.id,
        });
        await q.rows(sql`select * from there_is_no_such_table`);
      }),
    ).rejects.toThrow();
    expect(await verify()).toEqual({ ok: true, entries: entries + 1, brokenAt: null });
  });
});
