import { expect, test } from 'vitest';
import type { LiveEvent } from '../../../shared/api/events.ts';
import type { LiveTopic } from '../../../shared/messages/live.ts';
import { succeed } from '../../../shared/messages/outcome.ts';
import { fakeStorage } from '../testing/fake-storage.ts';
import { eventOf, ravi } from '../testing/sample-data.ts';
import { createFeed } from './feed.ts';
import { allTopics } from './topics.ts';

const event = (cursor: string) => eventOf(cursor, 'grant.requested', { actor: ravi });

/** A feed of whoever has heard of `cursor`, and what it makes surfaces read again and tells. */
async function feedAt(cursor: string | undefined, page: { items: LiveEvent[]; cursor: string }) {
  const { local } = fakeStorage();
  if (cursor !== undefined) await local.set('feed', { cursor, seen: [cursor], todo: [] });
  const read: LiveTopic[][] = [];
  const told: string[] = [];
  const feed = createFeed({
    local,
    api: {
      events: async (after) => succeed(after === page.cursor ? { items: [], cursor: after } : page),
    },
    signedIn: async () => true,
    changed: async (topics) => void read.push(topics),
    tell:
      async ({ cursor: of }) =>
      async () =>
        void told.push(of),
    onTaken: async () => {},
  });
  return { feed, read, told };
}

test('what an event speaks of is read again, and nothing else', async () => {
  const { feed, read, told } = await feedAt('7', { items: [event('8'), event('9')], cursor: '9' });
  await feed.poll();
  expect([read, told]).toEqual([[['grants', 'senders', 'session']], ['8', '9']]);
});

test('after so long that events are gone everything is read again, and those that are left are told once', async () => {
  const { feed, read, told } = await feedAt('7', { items: [event('40'), event('41')], cursor: '41' });
  await feed.poll();
  await feed.accept([event('40')], '40');
  expect([read, told]).toEqual([[allTopics], ['40', '41']]);
});

test('also where all of them are gone, once', async () => {
  const { feed, read, told } = await feedAt('7', { items: [], cursor: '41' });
  await feed.poll();
  await feed.poll();
  expect([read, told, await feed.cursor()]).toEqual([[allTopics], [], '41']);
});

test('also where the socket is first to bring one', async () => {
  const { feed, read } = await feedAt('7', { items: [event('40'), event('41')], cursor: '41' });
  await feed.accept([event('40')], '40');
  await feed.poll();
  expect(read).toEqual([allTopics, ['grants', 'senders', 'session']]);
});

test('nothing was missed by whom the feed begins with, nor by whom poll and socket tell the same', async () => {
  const { feed, read } = await feedAt(undefined, { items: [event('8'), event('9')], cursor: '9' });
  await feed.accept([], '7');
  await Promise.all([feed.poll(), feed.accept([event('8')], '8'), feed.accept([event('9')], '9')]);
  await feed.accept([], '7');
  await feed.accept([event('10')], '10');
  expect(read.flat()).not.toContain('policy');
});
