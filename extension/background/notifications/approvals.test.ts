import { expect, test } from 'vitest';
import type { Batch } from '../../../shared/api/batches.ts';
import type { LiveEvent } from '../../../shared/api/events.ts';
import type { Me } from '../../../shared/api/me.ts';
import type { Send } from '../../../shared/api/sends.ts';
import { fakeStorage } from '../testing/fake-storage.ts';
import { listSends } from '../testing/list-sends.ts';
import {
  batchId,
  batchOf,
  eventOf,
  maya,
  mayaAsMe,
  ravi,
  raviAsMe,
  sendId,
  sent,
} from '../testing/sample-data.ts';
import { settled, signedIn, startWorker } from '../testing/start-worker.ts';

const morning = Date.parse('2026-03-02T10:00:00');
const held: Send = { ...sent, state: 'held', sentAt: null };

/** A worker of `me` that finds `events` in the feed, and the send and batch they speak of as they are now. */
async function hear(me: Me, events: LiveEvent[], now: { send?: Send; batch?: Batch } = {}) {
  const storage = fakeStorage();
  await signedIn(storage, morning);
  const { send = held, batch = batchOf() } = now;
  const worker = startWorker(
    ({ path }) => {
      if (path === '/v1/me') return { body: me };
      if (path.startsWith('/v1/events')) {
        const after = Number(/cursor=(\d+)/.exec(path)?.[1] ?? '0');
        const items = events.filter(({ cursor }) => Number(cursor) > after);
        return { body: { items, cursor: items.at(-1)?.cursor ?? String(after) } };
      }
      if (path.startsWith('/v1/batches/')) return { body: batch };
      if (path.startsWith('/v1/sends?')) return { body: listSends(path, [send]) };
      if (path.startsWith('/v1/grants?')) return { body: { items: [], nextCursor: null } };
      if (path.startsWith('/v1/sends/')) return { body: send };
      return null;
    },
    storage,
    morning,
  );
  worker.events.alarm.fire('poll');
  await settled();
  const titles = worker.shown.map(({ text }) => text.title);
  const posted = () => worker.asked.filter(({ method }) => method === 'POST').map(({ path }) => path);
  return { worker, titles, posted };
}

test('an email that waits for me is notified with Read and Reject, and with no way to say yes', async () => {
  const { worker, posted } = await hear(mayaAsMe, [eventOf('1', 'send.held', { actor: ravi })]);
  expect(worker.shown).toEqual([
    {
      id: `behalf:approval:${sendId}`,
      text: {
        title: 'notify_held_title|Ravi',
        message: 'notify_held_message|Cara|Hello',
        buttons: ['notify_read', 'notify_reject'],
      },
    },
  ]);
  worker.events.buttonClicked.fire(`behalf:approval:${sendId}`, 0);
  worker.events.clicked.fire(`behalf:approval:${sendId}`);
  await settled();
  expect(worker.opened).toEqual(
    Array(2).fill(expect.stringMatching(new RegExp(`/approve/index.html#send=${sendId}$`))),
  );
  expect(posted()).toEqual([]);
});

test('Reject rejects straight away', async () => {
  const { worker, posted } = await hear(mayaAsMe, []);
  worker.events.buttonClicked.fire(`behalf:approval:${sendId}`, 1);
  await settled();
  expect(posted()).toEqual([`/v1/sends/${sendId}/reject`]);
});

test.each(['send', 'batch', 'batch-approval', 'mailbox'])(
  'no button of a notification about a %s rejects or approves anything',
  async (about) => {
    const { worker, posted } = await hear(mayaAsMe, []);
    for (const button of [0, 1]) worker.events.buttonClicked.fire(`behalf:${about}:${sendId}`, button);
    await settled();
    expect(posted()).toEqual([]);
  },
);

test.each([
  ['was decided meanwhile', mayaAsMe, { ...held, state: 'queued' as const }],
  ['waits for somebody else', raviAsMe, held],
  ['is one of a batch, which is asked about as a whole', mayaAsMe, { ...held, batchId }],
])('an email that %s is not asked about', async (_case, me, send) => {
  expect((await hear(me, [eventOf('1', 'send.held')], { send })).titles).toEqual([]);
});

test('a batch that waits for me is one notification, which opens it', async () => {
  const batch = batchOf({ held: 214 });
  const { worker, titles, posted } = await hear(mayaAsMe, [eventOf('1', 'batch.held', { actor: ravi })], {
    batch,
  });
  expect(titles).toEqual(['notify_batch_held_title|Ravi|214']);
  worker.events.clicked.fire(worker.shown[0]!.id);
  await settled();
  expect(worker.opened).toEqual([expect.stringMatching(new RegExp(`/approve/index.html#batch=${batchId}$`))]);
  expect(posted()).toEqual([]);
});

test('the one who wrote it hears that it was approved or not, once, and never of their own submission', async () => {
  const queued: Send = { ...held, state: 'queued' };
  const events = [
    eventOf('1', 'send.queued', { actor: ravi }),
    eventOf('2', 'send.queued', { actor: maya }),
    eventOf('3', 'send.rejected', { actor: maya }),
  ];
  expect((await hear(raviAsMe, events, { send: queued })).titles).toEqual([
    'notify_approved_title|Maya|Cara',
    'notify_rejected_title|Maya|Cara',
  ]);
  expect((await hear(mayaAsMe, events, { send: queued })).titles).toEqual([]);
});

test('a batch is told about as one: its emails by themselves say nothing', async () => {
  const events = [
    eventOf('1', 'send.queued', { actor: maya }),
    eventOf('2', 'send.rejected', { actor: maya }),
    eventOf('3', 'send.failed'),
    eventOf('4', 'batch.approved', { actor: maya }),
    eventOf('5', 'batch.done'),
    eventOf('6', 'batch.rejected', { actor: maya }),
  ];
  const failure = { code: 'recipient_refused' as const, message: 'No such address.' };
  const send: Send = { ...sent, state: 'failed', batchId, failure };
  const { titles } = await hear(raviAsMe, events, { send, batch: batchOf({ sent: 210, failed: 4 }) });
  expect(titles).toEqual([
    'notify_batch_approved_title|Maya|210|214',
    'notify_batch_done_title|Maya|210|214',
    'notify_batch_rejected_title|Maya|210|214',
  ]);
});

test('the badge counts what I have to approve, a batch as one', async () => {
  const storage = fakeStorage();
  await signedIn(storage, morning);
  const sends = [
    held,
    { ...held, id: 'other', batchId },
    { ...held, id: 'another', batchId },
    { ...held, id: 'not mine', acceptor: ravi },
  ];
  const worker = startWorker(
    ({ path }) => {
      if (path === '/v1/me') return { body: mayaAsMe };
      if (path.startsWith('/v1/sends?')) return { body: listSends(path, sends) };
      if (path.startsWith('/v1/grants?')) return { body: { items: [], nextCursor: null } };
      return null;
    },
    storage,
    morning,
  );
  await settled();
  expect(worker.state.badge).toBe(2);
});
