import { afterEach, expect, test } from 'vitest';
import { runServer, type TestServer } from '../testing/running-server.ts';
import { sharedGoogle } from '../testing/world.ts';

const shared = sharedGoogle();
let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

type Sent = { id: string; state: string; outcome: { repliedAt: string | null } | null };

test('the running server looks by itself, and shows that a reply came', async () => {
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  server = await runServer(shared.google, { clock, timing: { longestSleepMs: 50 } });
  const { access_token: token } = await server.signIn('maya@acme.test');
  await server.connect(token, 'maya@acme.test');
  const mailboxes = await server.call<{ items: { id: string }[] }>('GET', '/v1/mailboxes', { token });
  const { id } = (
    await server.call<Sent>('POST', '/v1/sends', {
      token,
      headers: { 'idempotency-key': crypto.randomUUID() },
      body: {
        from: { mailboxId: mailboxes.body.items[0]!.id },
        to: { email: 'jonas@candidate.test' },
        subject: 'A role',
        html: '<p>Hello</p>',
        track: { opens: false, clicks: false },
      },
    })
  ).body;
  const read = async () => (await server!.call<Sent>('GET', `/v1/sends/${id}`, { token })).body;
  await expect.poll(async () => (await read()).state, { timeout: 10_000 }).toBe('sent');
  await shared.google.reply('jonas@candidate.test', { text: 'Gladly!' });
  expect((await read()).outcome).toMatchObject({ repliedAt: null });
  ahead = 3 * 60_000;
  await expect
    .poll(async () => (await read()).outcome?.repliedAt, { timeout: 10_000 })
    .toEqual(expect.any(String));
});
