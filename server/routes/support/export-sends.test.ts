import Papa from 'papaparse';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { eachEngine } from '../../store/testing/engines.ts';
import { sealContent } from '../../sending/content.ts';
import { insertFreshSends } from '../../store/sends.ts';
import { codeOf, createHttpWorld } from '../../testing/http-world.ts';
import { sharedGoogle } from '../../testing/world.ts';
import { isRefusal, type Refusal } from '../../refusal.ts';
import { exportSends } from './export-sends.ts';
import { sendFilterOf } from './send-filter.ts';
import { maxSendsExported } from '../../../shared/api/sends.ts';
import { v7 as uuidv7 } from 'uuid';

const shared = sharedGoogle();

function orFail(file: string | Refusal): string {
  if (isRefusal(file)) throw new Error(file.message);
  return file;
}

eachEngine((_, open) => {
  const scene = async () => {
    const http = await createHttpWorld(await open(), shared.google);
    const [maya, ravi] = [await http.enter('maya@acme.test'), await http.enter('ravi@acme.test')];
    const from = { grantId: (await maya.give(ravi)).body.id };
    const read = async (who: typeof maya, query = '') => {
      const answer = await who.get(`/v1/sends/export?${query}`);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
      return Papa.parse<Record<string, string>>(answer.text.trim(), { header: true }).data;
    };
    return { http, maya, ravi, from, read };
  };

  it('is one line an email with what came of it, for the two people whose it is and nobody else', async () => {
    const { http, maya, ravi, from, read } = await scene();
    const send = (await ravi.submit({ from })).body;
    await ravi.submit({ from: { mailboxId: ravi.mailboxId } });
    await http.dispatchAll();
    await http.store.tx(async (q) => {
      const seen = {
        mode: 'individual',
        opens: true,
        clicks: false,
        openPeople: 2,
        openMachines: 3,
      } as const;
      await q.insert(q.t.trackedSends).values({ sendId: send.id, ...seen, firstOpenAt: http.clock() });
    });
    const [line, ...more] = await read(maya, 'side=acceptor&others=true');
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      ...{ id: send.id, state: 'sent', sentAs: 'maya@acme.test', writtenBy: 'ravi@acme.test' },
      ...{ to: 'jonas@candidate.test', toName: 'Jonas Weber', subject: 'A role you might like' },
      ...{ opensByPeople: '2', opensByMachines: '3', opensUnknown: '0', clicksByPeople: '', repliedAt: '' },
    });
    expect(await read(ravi)).toHaveLength(2);
    expect(await read(ravi, 'outcome=opened')).toHaveLength(1);
    for (const email of ['ada@acme.test', 'sam@globex.test'])
      expect(await read(await http.enter(email), `sender=${maya.memberId}`)).toEqual([]);
  });

  it('has each email once, in the order of lists, also what went out or ended while it was made', async () => {
    const { http, ravi, maya, from } = await scene();
    await ravi.submit({ from });
    const [row] = await http.store.read.select().from(http.store.read.t.sends);
    const planned = (i: number) => http.clock() - (i + 1) * 1000;
    const rows = Array.from({ length: 450 }, (_unused, i) => {
      const id = uuidv7();
      const content = { subject: `A role ${i}`, toName: null, html: '<p>x</p>', text: 'x' };
      const moment = { plannedAt: planned(i), dueAt: http.clock() };
      return { ...row!, ...moment, id, idempotencyKey: id, ...sealContent(http.vault, id, content) };
    });
    await http.store.tx((q) => insertFreshSends(q, rows));
    const move = (id: string, to: object) =>
      http.store.tx((q) => q.update(q.t.sends).set(to).where(eq(q.t.sends.id, id)));
    const [cancelled, sent] = [rows[5]!, rows[400]!];
    let turns = 0;
    const [clock, now] = [http.clock, http.clock()];
    const turn = async () => {
      // The first part is read by then: it had the one that is cancelled now, the other is further on.
      if (++turns !== 2) return;
      await move(cancelled.id, { state: 'cancelled', endedAt: planned(440) - 1 });
      http.advance(2);
      await move(sent.id, { state: 'sent', sentAt: now + 1 });
    };
    const viewing = { vault: http.vault, readerId: maya.memberId, now };
    const filterAt = (at: number) => sendFilterOf({ side: 'acceptor', others: 'true', past: 'true' }, at);
    const made = exportSends(http.store.read, filterAt, viewing, { clock, turn });
    const { data } = Papa.parse<Record<string, string>>(orFail(await made).trim(), { header: true });
    const ids = data.map((line) => line.id!);
    expect(ids).toHaveLength(451);
    expect(new Set(ids).size).toBe(451);
    expect(data[0]).toMatchObject({ id: sent.id, state: 'sent' });
    const at = ids.indexOf(cancelled.id);
    expect([data[at]!.state, ids[at - 1]]).toEqual(['cancelled', rows[440]!.id]);
  });

  it('shows what a spreadsheet would take for a formula as text', async () => {
    const { ravi, from } = await scene();
    const subject = '=HYPERLINK("https://evil.example","Prize")';
    await ravi.submit({ from, subject, to: { email: 'jonas@candidate.test', name: '+1' } });
    const { text } = await ravi.get('/v1/sends/export');
    expect(text).toContain(`"'=HYPERLINK(""https://evil.example"",""Prize"")"`);
    expect(text).toContain(`"'+1"`);
  });

  it('is refused rather than cut short', async () => {
    const { http, ravi, from } = await scene();
    const { id } = (await ravi.submit({ from })).body;
    await http.store.tx(async (q) => {
      const [row] = await q.select().from(q.t.sends);
      const copies = Array.from({ length: maxSendsExported - 1 }, (_unused, i) => ({
        ...{
          ...row!,
          id: uuidv7({ msecs: Date.now() - i * 1000 - 86_400_000 }),
          idempotencyKey: `copy-${i}`,
        },
        ...{ state: 'cancelled' as const, sealedHeading: Buffer.alloc(0) },
      }));
      await insertFreshSends(q, copies);
      expect(row!.id).toBe(id);
    });
    expect((await ravi.get('/v1/sends/export')).status).toBe(200);
    await ravi.submit({ from });
    const answer = await ravi.get('/v1/sends/export');
    expect([answer.status, codeOf(answer)]).toEqual([413, 'too_large']);
    expect((await ravi.get('/v1/sends/export?state=queued')).status).toBe(200);
  });

  it('refuses formats and filters that are not offered', async () => {
    const { ravi } = await scene();
    for (const query of [
      'format=xlsx',
      'limit=5',
      'outcome=spam',
      'others=false',
      'from=today',
      'to=2026-13-01',
    ])
      expect((await ravi.get(`/v1/sends/export?${query}`)).status, query).toBe(400);
  });

  it('lets others be served while the file is made', async () => {
    const { http, ravi, from, read } = await scene();
    await ravi.submit({ from });
    const [row] = await http.store.read.select().from(http.store.read.t.sends);
    const rows = Array.from({ length: 1500 }, () => {
      const id = uuidv7();
      const content = { subject: 'A role', toName: null, html: '<p>x</p>', text: 'x' };
      return { ...row!, id, idempotencyKey: id, ...sealContent(http.vault, id, content) };
    });
    await http.store.tx((q) => insertFreshSends(q, rows));
    let turns = 0;
    const tick = () => {
      turns += 1;
      next = setImmediate(tick);
    };
    let next = setImmediate(tick);
    expect(await read(ravi)).toHaveLength(1501);
    clearImmediate(next);
    expect(turns).toBeGreaterThan(2);
  });
});
