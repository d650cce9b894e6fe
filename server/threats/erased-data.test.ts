import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runServer } from '../testing/running-server.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();

test('no byte of the database’s files tells of somebody who had their data deleted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'behalf-erased-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const it = await runServer(shared.google, { databaseUrl: `file:${join(folder, 'behalf.db')}` });
  const [ravi, maya] = [await it.signIn('ravi@acme.test'), await it.signIn('maya@acme.test')];
  await it.connect(ravi.access_token, 'ravi@acme.test');
  const idOf = async ({ access_token: token }: { access_token: string }) =>
    (await it.call<{ id: string }>('GET', '/v1/me', { token })).body.id;
  const note = 'Tell-tale words to Maya';
  const asked = await it.call('POST', '/v1/grants/requests', {
    token: ravi.access_token,
    body: { acceptorId: await idOf(maya), note },
  });
  expect(asked.status).toBe(201);
  const mailboxId = (
    await it.call<{ items: { id: string }[] }>('GET', '/v1/mailboxes', { token: ravi.access_token })
  ).body.items[0]!.id;
  for (let i = 0; i < 20; i += 1) {
    const sent = await it.call('POST', '/v1/sends', {
      token: ravi.access_token,
      headers: { 'idempotency-key': `intended-${i}` },
      body: {
        from: { mailboxId },
        to: { email: `tell-tale-${i}@candidate.test` },
        subject: 'x',
        html: '<p>x</p>',
      },
    });
    expect(sent.status).toBe(202);
  }
  const body = { email: 'ravi@acme.test' };
  const erased = await it.call('DELETE', '/v1/me', { token: ravi.access_token, body });
  expect(erased.status).toBe(200);

  // With the server running: SQLite's log has nothing left of it either.
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)).toString('latin1'));
  expect(files.join('')).toContain('maya@acme.test');
  for (const word of ['ravi@acme.test', 'Ravi', 'ell-tale', 'intended-'])
    expect(files.join(''), word).not.toContain(word);
  expect(it.logged.join('')).not.toMatch(/ravi|ell-tale/i);
  await it.stop();
});
