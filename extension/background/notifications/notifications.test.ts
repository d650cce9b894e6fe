import { expect, test } from 'vitest';
import type { LiveEvent } from '../../../shared/api/events.ts';
import type { Grant } from '../../../shared/api/grants.ts';
import type { Me } from '../../../shared/api/me.ts';
import type { Send } from '../../../shared/api/sends.ts';
import type { FakeServer } from '../testing/fake-environment.ts';
import { fakeStorage } from '../testing/fake-storage.ts';
import { listSends } from '../testing/list-sends.ts';
import { eventOf, grantId, maya, mayaAsMe, ravi, raviAsMe, request, sent } from '../testing/sample-data.ts';
import { settled, signedIn, startWorker } from '../testing/start-worker.ts';

type State = { me: Me; events: LiveEvent[]; grants: Grant[]; send: Send; down?: boolean };
const morning = Date.parse('2026-03-02T10:00:00');

const serverOf =
  (state: State): FakeServer =>
  ({ path, method }) => {
    if (state.down && path.startsWith('/v1/sends/')) return 'unreachable';
    if (path === '/v1/me') return { body: state.me };
    if (path.startsWith('/v1/events')) {
      const after = /cursor=(\d+)/.exec(path)?.[1] ?? '0';
      const items = state.events.filter(({ cursor }) => Number(cursor) > Number(after));
      return { body: { items, cursor: items.at(-1)?.cursor ?? after } };
    }
    if (path.startsWith('/v1/grants?')) return { body: { items: state.grants, nextCursor: null } };
    if (path.startsWith('/v1/mailboxes')) return { body: { items: [], nextCursor: null } };
    if (path.startsWith('/v1/sends?')) return { body: listSends(path, [state.send]) };
    if (path.startsWith('/v1/sends/')) return { body: state.send };
    if (method === 'POST') return { body: { ...request, state: 'declined' } };
    return null;
  };

async function world(state: State) {
  const storage = fakeStorage();
  await signedIn(storage, morning);
  const start = () => startWorker(serverOf(state), storage, morning);
  return { state, storage, start };
}
const tick = async (worker: ReturnType<typeof startWorker>) => {
  worker.events.alarm.fire('poll');
  await settled();
};
const asMaya = (events: LiveEvent[], more: Partial<State> = {}) =>
  world({ me: mayaAsMe, events, grants: [request], send: sent, ...more });

test('a request is notified with who asks, and Accept opens its terms without accepting', async () => {
  const worker = (await asMaya([eventOf('1', 'grant.requested', { actor: ravi })])).start();
  await tick(worker);
  expect(worker.shown).toEqual([
    {
      id: `behalf:request:${grantId}`,
      text: {
        title: 'notify_request_title|Ravi',
        message: 'notify_request_message|ravi@acme.test',
        buttons: ['notify_accept', 'notify_decline'],
      },
    },
  ]);
  worker.events.buttonClicked.fire(`behalf:request:${grantId}`, 0);
  await settled();
  expect(worker.opened).toEqual([
    expect.stringMatching(new RegExp(`/delegation/index.html#grant=${grantId}$`)),
  ]);
  expect(worker.asked.some(({ method }) => method === 'POST')).toBe(false);
});

test('Decline declines straight away, also in a worker that never showed the question', async () => {
  const worker = (await asMaya([])).start();
  worker.events.buttonClicked.fire(`behalf:request:${grantId}`, 1);
  await settled();
  expect(worker.asked.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
    `/v1/grants/${grantId}/decline`,
  ]);
});

test.each(['behalf:request:../../auth/logout', 'behalf:send:1', 'other', ''])(
  'a button of the notification %j declines nothing',
  async (id) => {
    const worker = (await asMaya([])).start();
    worker.events.buttonClicked.fire(id, 1);
    await settled();
    expect(worker.asked.some(({ method }) => method === 'POST')).toBe(false);
  },
);

test('nothing is notified twice: not by the next alarm, not after a restart, not by the socket', async () => {
  const first = eventOf('1', 'grant.requested', { actor: ravi });
  const { start } = await asMaya([first]);
  const before = start();
  await tick(before);
  await tick(before);
  await before.background.feed.accept([first], '1');
  const after = start();
  await tick(after);
  await after.background.feed.accept([first], '1');
  expect([...before.shown, ...after.shown]).toHaveLength(1);
});

test('an event the server repeats after the cursor was lost is not notified again', async () => {
  const { start, storage } = await asMaya([eventOf('1', 'grant.requested', { actor: ravi })]);
  const worker = start();
  await tick(worker);
  const feed = await storage.local.get<object>('feed');
  await storage.local.set('feed', { ...feed, cursor: '0' });
  await tick(worker);
  expect(worker.shown).toHaveLength(1);
});

test('what I did myself is not notified', async () => {
  const worker = (
    await asMaya([
      eventOf('1', 'grant.accepted', { actor: maya }),
      eventOf('2', 'grant.revoked', { actor: maya }),
    ])
  ).start();
  await tick(worker);
  expect(worker.shown).toEqual([]);
});

test('a kind that was switched off says nothing', async () => {
  const { start } = await asMaya([eventOf('1', 'grant.requested', { actor: ravi })]);
  const worker = start();
  await worker.ask('settings:notifications', {
    requests: false,
    approvals: true,
    answers: true,
    digest: true,
    mailbox: true,
    sends: true,
    replies: true,
  });
  await tick(worker);
  expect(worker.shown).toEqual([]);
});

test('a failure of my own email says what happened, and waits for its details while the server is away', async () => {
  const failure = { code: 'recipient_refused' as const, message: 'The address does not exist.' };
  const { state, start } = await world({
    me: raviAsMe,
    events: [eventOf('1', 'send.failed')],
    grants: [],
    send: { ...sent, state: 'failed', failure },
    down: true,
  });
  const worker = start();
  await tick(worker);
  expect(worker.shown).toEqual([]);
  state.down = false;
  await tick(worker);
  await tick(worker);
  expect(worker.shown.map(({ text }) => text)).toEqual([
    {
      title: 'notify_send_failed_title|Cara',
      message: 'notify_send_failed_message|Hello|The address does not exist.',
    },
  ]);
});

test.each([
  ['send.replied', 'notify_replied_title|Cara', 'notify_replied_message|Hello|Maya'],
  ['send.bounced', 'notify_bounced_title|Cara', 'notify_bounced_message|Hello|Maya'],
] as const)(
  'who wrote an email hears of its %s, and whose name it went out in does not',
  async (type, title, message) => {
    const news = (me: Me) => world({ me, events: [eventOf('1', type)], grants: [], send: sent });
    const requestor = (await news(raviAsMe)).start();
    await tick(requestor);
    expect(requestor.shown.map(({ text }) => text)).toEqual([{ title, message }]);
    const acceptor = (await news(mayaAsMe)).start();
    await tick(acceptor);
    expect(acceptor.shown).toEqual([]);
  },
);

test('emails sent as me make one digest a day for each person, not one notification each', async () => {
  const at = new Date(morning).toISOString();
  const events = ['1', '2', '3'].map((cursor) => eventOf(cursor, 'send.sent', { at, actor: ravi }));
  const { state, start } = await asMaya(events);
  const worker = start();
  await tick(worker);
  expect(worker.shown).toEqual([]);
  expect(worker.asked.filter(({ path }) => path.startsWith('/v1/sends/'))).toEqual([]);
  worker.clock.now = Date.parse('2026-03-02T17:01:00');
  await tick(worker);
  state.events.push(eventOf('4', 'send.sent', { at: new Date(worker.clock.now).toISOString(), actor: ravi }));
  const restarted = start();
  restarted.clock.now = Date.parse('2026-03-02T18:00:00');
  await tick(restarted);
  expect([...worker.shown, ...restarted.shown].map(({ text }) => text.title)).toEqual([
    'notify_digest_many|Ravi|3|notify_digest_today',
  ]);
  for (const quiet of ['2026-03-03T00:01:00', '2026-03-03T09:00:00']) {
    restarted.clock.now = Date.parse(quiet);
    await tick(restarted);
  }
  expect(restarted.shown, 'nobody is told at midnight').toEqual([]);
  restarted.clock.now = Date.parse('2026-03-03T17:00:00');
  await tick(restarted);
  expect(restarted.shown.map(({ text }) => text.title)).toEqual([
    'notify_digest_one|Ravi|1|notify_digest_yesterday',
  ]);
});

test('a browser that was closed at the hour of the digest tells it when it runs again, and the next one on its day', async () => {
  const { state, start } = await asMaya([
    eventOf('1', 'send.sent', { at: new Date(morning).toISOString(), actor: ravi }),
  ]);
  await tick(start());
  const later = start();
  later.clock.now = Date.parse('2026-03-05T08:00:00');
  await tick(later);
  expect(later.shown.map(({ text }) => text.title)).toEqual([
    expect.stringContaining('notify_digest_one|Ravi|1|notify_digest_since|'),
  ]);
  state.events.push(eventOf('2', 'send.sent', { at: new Date(later.clock.now).toISOString(), actor: ravi }));
  later.clock.now = Date.parse('2026-03-05T17:00:00');
  await tick(later);
  expect(later.shown.slice(1).map(({ text }) => text.title)).toEqual([
    'notify_digest_one|Ravi|1|notify_digest_today',
  ]);
});

test('the digest counts each of two hundred, is shown once though two alarms come at once, and opens the ledger with them', async () => {
  const at = new Date(morning).toISOString();
  const events = Array.from({ length: 200 }, (_, i) =>
    eventOf(String(i + 1), 'send.sent', { at, actor: ravi }),
  );
  const worker = (await asMaya(events)).start();
  await tick(worker);
  worker.clock.now = Date.parse('2026-03-02T17:01:00');
  worker.events.alarm.fire('poll');
  await tick(worker);
  expect(worker.shown.map(({ text }) => text.title)).toEqual([
    'notify_digest_many|Ravi|200|notify_digest_today',
  ]);
  worker.events.clicked.fire(worker.shown[0]!.id);
  await settled();
  expect(worker.opened).toEqual([expect.stringMatching(new RegExp(`/ledger/index.html#by=${ravi.id}$`))]);
});

test('an uncertain email is notified once it is its owner’s to look for it, not while Behalf does', async () => {
  const unclear = { ...sent, state: 'uncertain' as const, sentAt: null };
  const looking = { ...unclear, waiting: { reason: 'lookup' as const, until: null } };
  const { state, start } = await asMaya([eventOf('1', 'send.uncertain')], { send: looking });
  const worker = start();
  await tick(worker);
  expect(worker.shown).toEqual([]);
  state.send = { ...unclear, waiting: { reason: 'owner', until: null } };
  state.events.push(eventOf('2', 'send.uncertain'));
  await tick(worker);
  expect(worker.shown.map(({ text }) => text.title)).toEqual([
    expect.stringContaining('notify_send_uncertain_title'),
  ]);
});

test('what I sent myself, and what nobody is named for, is in no digest', async () => {
  const at = new Date(morning).toISOString();
  const worker = (
    await asMaya([
      eventOf('1', 'send.sent', { at, actor: maya }),
      eventOf('2', 'send.sent', { at, actor: null }),
    ])
  ).start();
  await tick(worker);
  worker.clock.now = Date.parse('2026-03-02T17:01:00');
  await tick(worker);
  expect(worker.shown).toEqual([]);
});

test('the badge counts requests to me and uncertain sends', async () => {
  const worker = (await asMaya([], { send: { ...sent, state: 'uncertain' } })).start();
  await settled();
  expect(worker.state.badge).toBe(2);
});

test('markup in a name stays the text it is', async () => {
  const name = '<b onclick=x>Ravi</b>';
  const worker = (
    await asMaya([eventOf('1', 'grant.requested', { actor: { ...ravi, name } })], {
      grants: [{ ...request, requestor: { ...ravi, name } }],
    })
  ).start();
  await tick(worker);
  expect(worker.shown[0]?.text.title).toBe(`notify_request_title|${name}`);
});
