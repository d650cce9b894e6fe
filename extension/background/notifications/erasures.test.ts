import { expect, test } from 'vitest';
import type { Me } from '../../../shared/api/me.ts';
import type { Suppression } from '../../../shared/api/suppressions.ts';
import { fakeStorage } from '../testing/fake-storage.ts';
import { eventOf, mayaAsMe, sendId } from '../testing/sample-data.ts';
import { settled, signedIn, startWorker } from '../testing/start-worker.ts';

const morning = Date.parse('2026-03-02T10:00:00');
const wish: Suppression = {
  ...{ id: sendId, email: 'cara@candidate.test', source: 'recipient', by: null },
  ...{ createdAt: '2026-03-02T09:00:00.000Z', erasureAskedAt: '2026-03-02T09:00:00.000Z' },
};

/** A worker of `me` that is told of a recipient's wish, which the server has or has not any more. */
async function hear(role: Me['role'], wishes: Suppression[]) {
  const storage = fakeStorage();
  await signedIn(storage, morning);
  const event = eventOf('1', 'suppression.erasureAsked', { subjectId: wish.id });
  const worker = startWorker(
    ({ path }) => {
      if (path === '/v1/me') return { body: { ...mayaAsMe, role } };
      if (path.startsWith('/v1/events')) {
        const items = path.includes('cursor=1') ? [] : [event];
        return { body: { items, cursor: '1' } };
      }
      if (path.startsWith('/v1/suppressions?')) return { body: { items: wishes, nextCursor: null } };
      if (path.startsWith('/v1/')) return { body: { items: [], nextCursor: null } };
      return null;
    },
    storage,
    morning,
  );
  worker.events.alarm.fire('poll');
  await settled();
  return worker;
}

test('whoever can delete a recipient hears that one asks for it, and a click opens where that is done', async () => {
  const worker = await hear('admin', [wish]);
  expect(worker.shown).toEqual([
    {
      id: `behalf:erasure:${wish.id}`,
      text: { title: 'notify_erasure_title', message: 'notify_erasure_message|cara@candidate.test' },
    },
  ]);
  expect(worker.state.badge).toBe(1);
  worker.events.clicked.fire(`behalf:erasure:${wish.id}`);
  await settled();
  expect(worker.opened).toEqual([expect.stringMatching(/\/company\/index\.html$/)]);
});

test('a wish that was met meanwhile is not spoken of', async () => {
  const worker = await hear('admin', []);
  expect([worker.shown, worker.state.badge]).toEqual([[], 0]);
});

test('nobody else’s browser ever asks the server who wants to be deleted', async () => {
  const worker = await hear('member', [wish]);
  expect(await worker.ask('erasure:asked', undefined)).toEqual({ ok: true, value: [] });
  expect(worker.asked.filter(({ path }) => path.includes('suppressions'))).toEqual([]);
  expect([worker.shown, worker.state.badge]).toEqual([[], 0]);
});
