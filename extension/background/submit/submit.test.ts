import { expect, test } from 'vitest';
import type { SubmitSend } from '../../../shared/api/sends.ts';
import { fail, succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import { sent, grantId } from '../testing/sample-data.ts';
import { fakeStorage } from '../testing/fake-storage.ts';
import { createOutbox } from './outbox.ts';
import { createSubmit } from './submit.ts';

const email: SubmitSend = {
  from: { grantId },
  to: { email: 'cara@example.com' },
  subject: 'Hello',
  html: '<p>Hello</p>',
};
const offline = fail('offline', 'unreachable');

/** A server that keeps one send per key; `replies` decides what the client gets to see of it, in order. */
function world({ storage = fakeStorage(), server = new Map<string, string>(), clock = { now: 0 } } = {}) {
  const replies: ('lost before' | 'lost after' | 'never' | Outcome<never>)[] = [];
  const abandoned: SubmitSend[] = [];
  const outbox = createOutbox(storage.session, () => clock.now);
  const submit = createSubmit({
    outbox,
    api: {
      submit: async (key, send) => {
        const reply = replies.shift();
        if (typeof reply === 'object') return reply;
        if (reply === 'lost before') return offline;
        const known = server.get(key);
        if (known !== undefined && known !== JSON.stringify(send))
          return fail('idempotency_conflict', 'other');
        server.set(key, JSON.stringify(send));
        if (reply === 'never') return new Promise(() => {});
        return reply === 'lost after' ? offline : succeed(sent);
      },
    },
    now: () => clock.now,
    wait: async () => {},
    text: (key) => key,
    onAbandoned: (send) => abandoned.push(send),
    onAnswered: () => {},
  });
  return { ...submit, replies, abandoned, outbox, storage, server, clock };
}
/** The worker stops, and a new one finds what it left. */
const restart = ({ storage, server, clock }: ReturnType<typeof world>) => world({ storage, server, clock });
const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

test('the same message twice at the same time is one request', async () => {
  const { submit, server } = world();
  const [first, second] = await Promise.all([submit('key-1', email), submit('key-1', email)]);
  expect(first).toEqual(second);
  expect(server.size).toBe(1);
});

test('a lost answer is asked for again under the same key', async () => {
  const { submit, replies, server } = world();
  replies.push('lost after', 'lost before');
  expect(await submit('key-1', email)).toEqual(succeed(sent));
  expect([...server.keys()]).toEqual(['key-1']);
});

test('a refusal is final: it is not asked again', async () => {
  const { submit, replies } = world();
  replies.push(fail('cap_reached', 'enough'), 'lost after');
  expect(await submit('key-1', email)).toMatchObject({ error: { code: 'cap_reached' } });
  expect(replies).toHaveLength(1);
});

test.each(['rate_limited', 'unauthenticated', 'signed_out'] as const)(
  'after a lost answer "%s" tells nothing of the first request, so its key is kept',
  async (code) => {
    const { submit, replies, server } = world();
    replies.push('lost after', fail(code, 'later'), fail(code, 'later'));
    expect(await submit('key-1', email)).toMatchObject({ error: { message: 'worker_unsettled' } });
    replies.push(fail(code, 'later'), fail(code, 'later'), fail(code, 'later'));
    await submit('key-2', email);
    expect(await submit('key-3', email)).toEqual(succeed(sent));
    expect([...server.keys()]).toEqual(['key-1']);
  },
);

test('"too many requests" to the first question is an answer: nothing was sent', async () => {
  const { submit, replies, server } = world();
  replies.push(fail('rate_limited', 'later'));
  expect(await submit('key-1', email)).toMatchObject({ error: { code: 'rate_limited' } });
  await submit('key-2', email);
  expect([...server.keys()]).toEqual(['key-2']);
});

test('Send pressed again after no answer uses the first key, so that it can not go twice', async () => {
  const { submit, replies, server } = world();
  replies.push('lost after', 'lost before', 'lost before');
  expect(await submit('key-1', email)).toMatchObject({
    error: { code: 'offline', message: 'worker_unsettled' },
  });
  expect(await submit('key-2', email)).toEqual(succeed(sent));
  expect([...server.keys()]).toEqual(['key-1']);
});

test('other text after no answer is another email', async () => {
  const { submit, replies, server } = world();
  replies.push('lost before', 'lost before', 'lost before');
  await submit('key-1', email);
  await submit('key-2', { ...email, subject: 'Better' });
  expect([...server.keys()]).toEqual(['key-2']);
});

test('the same text sent again on purpose, after an answer, is another email', async () => {
  const { submit, server } = world();
  await submit('key-1', email);
  await submit('key-2', email);
  expect([...server.keys()]).toEqual(['key-1', 'key-2']);
});

test('a worker that died before the answer leaves it to the next one, which finishes it', async () => {
  const first = world();
  first.replies.push('never');
  void first.submit('key-1', email);
  await tick();
  const second = restart(first);
  await second.finish();
  expect(await second.outbox.find('key-1')).toMatchObject({ state: 'answered' });
  expect([...second.server.keys()]).toEqual(['key-1']);
});

test('after a restart the content script and the worker itself come to one send', async () => {
  const first = world();
  first.replies.push('never');
  void first.submit('key-1', email);
  await tick();
  const second = restart(first);
  const [, answer] = await Promise.all([second.finish(), second.submit('key-1', email)]);
  expect(answer).toEqual(succeed(sent));
  expect(await second.submit('key-1', email)).toEqual(succeed(sent));
  expect(second.server.size).toBe(1);
});

test('what the person was told did not go is never sent by itself', async () => {
  const first = world();
  first.replies.push('lost before', 'lost before', 'lost before');
  await first.submit('key-1', email);
  const second = restart(first);
  await second.finish();
  expect(second.server.size).toBe(0);
});

test('an email that waited through a long sleep is not sent late, and the person hears of it', async () => {
  const first = world();
  first.replies.push('lost before', 'never');
  void first.submit('key-1', email);
  await tick();
  first.server.clear();
  first.clock.now += 6 * 60_000;
  const second = restart(first);
  await second.finish();
  expect(second.server.size).toBe(0);
  expect(second.abandoned).toEqual([email]);
  await second.finish();
  expect(second.abandoned).toHaveLength(1);
});

test('many submissions at once all stay in the outbox', async () => {
  const { submit, outbox } = world();
  const keys = Array.from({ length: 20 }, (_, i) => `key-${i}`);
  await Promise.all(keys.map((key, i) => submit(key, { ...email, subject: `Hello ${i}` })));
  expect((await outbox.all()).map(({ key }) => key).sort()).toEqual(keys.sort());
});
