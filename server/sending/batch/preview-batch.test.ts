import { expect, it } from 'vitest';
import type { Batch, BatchPreview, PreviewBatch } from '../../../shared/api/batches.ts';
import type { Send } from '../../../shared/api/sends.ts';
import type { TermsInput } from '../../../shared/domain/terms.ts';
import { eachEngine } from '../../store/testing/engines.ts';
import { codeOf, createHttpWorld } from '../../testing/http-world.ts';
import { sampleBatch, sharedGoogle } from '../../testing/world.ts';

const shared = sharedGoogle();
const day = 86_400_000;

eachEngine((_engine, open) => {
  const scene = async (terms?: TermsInput) => {
    const it = await createHttpWorld(await open(), shared.google);
    const [ravi, maya] = [await it.enter('ravi@acme.test'), await it.enter('maya@acme.test')];
    const grant = (await maya.give(ravi, terms)).body;
    const from = { grantId: grant.id };
    const preview = (batch: Partial<PreviewBatch> = {}, who = ravi) =>
      who.post<BatchPreview>('/v1/batches/preview', { ...sampleBatch, from, ...batch });
    return { it, ravi, maya, grant, from, preview };
  };
  const row = (email: string, more: object = {}) => ({
    email,
    name: 'Jo',
    fields: { city: 'Bonn' },
    ...more,
  });
  const kindsOf = ({ rows }: BatchPreview) =>
    Object.fromEntries(rows.map(({ row: at, problems }) => [at, problems.map(({ kind }) => kind)]));

  it('shows what would go out, to whom and when, and leaves everything as it is', async () => {
    const { it, preview } = await scene();
    const before = await it.snapshot();
    const { status, body } = await preview();
    expect([status, await it.snapshot()]).toEqual([200, before]);
    const now = new Date(it.clock()).toISOString();
    expect(body).toMatchObject({
      ...{ total: 3, sendable: 3, fields: ['name', 'city'], overCap: 0, lastAt: now, approval: false },
    });
    expect(body.rows[1]).toEqual({
      ...{ row: 1, email: 'lucia@candidate.test', name: 'Lucía Pérez', subject: 'A role for Lucía Pérez' },
      ...{ html: '<p>Hello <b>Lucía Pérez</b>, what about Madrid?</p>', dueAt: now, problems: [] },
    });
    await it.dispatchAll();
    expect(it.sends()).toEqual([]);
  });

  it('says beside each row what is wrong with it, and counts those that nothing keeps from going', async () => {
    const { preview } = await scene({ blockedDomains: ['rival.test'], approval: 'every' });
    const { body } = await preview({
      rows: [
        row('a@x.test'),
        row('not an address'),
        row('b@x.test', { name: 'a\r\nBcc: x@y.test' }),
        row('c@x.test', { fields: {} }),
        row('d@rival.test'),
        row('A@X.test'),
        row('e@x.test', { fields: { city: 'a\u0000b' } }),
        row('f@x.test', { name: undefined }),
      ],
    });
    expect(kindsOf(body)).toEqual({
      ...{ 0: [], 1: ['invalid_address'], 2: ['invalid_name', 'invalid_field'], 3: ['unfilled'] },
      ...{ 4: ['recipient_not_allowed'], 5: ['duplicate'], 6: ['invalid_field'], 7: ['unfilled'] },
    });
    expect(body).toMatchObject({ total: 8, sendable: 1, approval: true });
    expect(body.rows[3]).toMatchObject({ html: '<p>Hello <b>Jo</b>, what about {{city}}?</p>', dueAt: null });
    expect(body.rows[5]!.problems).toEqual([{ kind: 'duplicate', row: 0 }]);
  });

  it('says who of the workspace wrote to a recipient in the last 30 days, as whom and when, and not what', async () => {
    const { it, ravi, maya, from, preview } = await scene();
    const [tom, sam] = [await it.enter('tom@acme.test'), await it.enter('sam@globex.test')];
    const to = (email: string) => ({ to: { email } });
    await tom.submit({ from: { mailboxId: tom.mailboxId }, ...to('old@x.test') });
    await it.dispatchAll();
    it.advance(31 * day);
    for (const who of [ravi, maya, tom, sam]) await who.signInAgain();
    await tom.submit({ from: { mailboxId: tom.mailboxId }, ...to('Own@X.test'), subject: 'Quagga' });
    await ravi.submit({ from, ...to('delegated@x.test') });
    await sam.submit({ from: { mailboxId: sam.mailboxId }, ...to('elsewhere@x.test') });
    const undone = await tom.submit({ from: { mailboxId: tom.mailboxId }, ...to('undone@x.test') });
    await tom.post(`/v1/sends/${undone.body.id}/cancel`);
    await it.dispatchAll();
    const at = new Date(it.clock()).toISOString();
    it.advance(day);
    await maya.signInAgain();
    const emails = ['old', 'own', 'delegated', 'elsewhere', 'undone'].map((name) => row(`${name}@x.test`));
    const own = { from: { mailboxId: maya.mailboxId }, rows: emails };
    const { body, text } = await preview(own, maya);
    expect(body.rows.map(({ problems }) => problems)).toEqual([
      ...[
        [],
        [{ kind: 'recent', at, by: 'Tom Becker' }],
        [{ kind: 'recent', at, by: 'Ravi Patel as Maya Chen' }],
      ],
      ...[[], []],
    ]);
    expect(body.sendable).toBe(5);
    expect(text).not.toContain('Quagga');
    expect((await maya.submitBatch({ ...own })).status).toBe(202);
  });

  it('says when the last one goes and how many go later because of the cap', async () => {
    const { it, ravi, from, preview } = await scene({ dailyCap: 2 });
    await ravi.submit({ from });
    const rows = Array.from({ length: 6 }, (_, i) => row(`p${i}@x.test`));
    const { body } = await preview({ rows });
    expect(body).toMatchObject({
      sendable: 6,
      overCap: 5,
      lastAt: new Date(it.clock() + 3 * day).toISOString(),
    });
    const batch = (await ravi.submitBatch({ from, rows })).body;
    const { items } = (await ravi.get<{ items: Send[] }>(`/v1/sends?batch=${batch.id}`)).body;
    expect(
      items
        .map(({ dueAt }) => dueAt)
        .sort()
        .at(-1),
    ).toBe(body.lastAt);
  });

  it('shows all rows with a problem and few of the others, and of long ones not everything', async () => {
    const { preview } = await scene();
    const rows = Array.from({ length: 1000 }, (_, i) => row(i % 100 === 99 ? 'nobody' : `p${i}@x.test`));
    const { body } = await preview({ rows });
    expect(body.rows).toHaveLength(15);
    expect(body.rows.filter(({ problems }) => problems.length === 0).map(({ row: at }) => at)).toEqual([
      ...[0, 1, 2, 3, 4],
    ]);
    const html = `<p>{{name}}${'x'.repeat(15_000)}</p>`;
    const long = await preview({ html, rows: rows.map((one) => ({ ...one, email: 'nobody' })) });
    expect(long.text.length).toBeLessThan(3_000_000);
    expect(long.body.rows).toHaveLength(1000);
    const tooLong = `<p>{{name}}${'x'.repeat(25_000)}</p>`;
    expect(codeOf(await preview({ html: tooLong, rows }))).toBe('too_large');
  });

  it('is refused like the batch would be', async () => {
    const { maya, ravi, grant, preview } = await scene();
    const refusals: [Partial<PreviewBatch>, string][] = [
      [{ subject: 'Hi {{name' }, 'invalid_request'],
      [{ html: '<script>{{name}}</script>' }, 'invalid_request'],
      [{ sendAt: '2030-01-01T09:00' }, 'invalid_request'],
      [{ sendAt: '9999-01-01T09:00:00Z' }, 'invalid_request'],
      [{ from: { mailboxId: maya.mailboxId } }, 'not_found'],
    ];
    for (const [asked, code] of refusals) {
      expect(codeOf(await preview(asked)), JSON.stringify(asked)).toBe(code);
      const submitted = await ravi.submitBatch({
        ...sampleBatch,
        from: { grantId: grant.id },
        ...asked,
      } as never);
      expect(codeOf(submitted), JSON.stringify(asked)).toBe(code);
    }
    await maya.post(`/v1/grants/${grant.id}/revoke`);
    expect(codeOf(await preview())).toBe('grant_not_live');
    const { body } = await ravi.get<{ items: Batch[] }>('/v1/batches');
    expect(body.items).toEqual([]);
  });
});
