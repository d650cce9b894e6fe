import type { LiveTopic } from '../../shared/messages/live.ts';
import { succeed, type Outcome } from '../../shared/messages/outcome.ts';
import type { StorageArea } from '../platform/storage.ts';

/** What is kept, and what has to happen for it to be read anew: what waits, and the last emails of whatever state. */
export const cachedTopics = {
  session: 'session',
  grants: 'grants',
  senders: 'senders',
  waiting: 'sends',
  lastSends: 'sends',
  policy: 'policy',
  erasuresAsked: 'suppressions',
} as const satisfies Record<string, LiveTopic>;
export type Cached = keyof typeof cachedTopics;

export interface Cache {
  /** What is cached under `topic`, or what `load` brings. */
  read<Value>(topic: Cached, load: () => Promise<Outcome<Value>>): Promise<Outcome<Value>>;
  invalidate(topics: readonly LiveTopic[]): Promise<void>;
}

type Entry = { at: number; value: unknown };
type Parts = { session: StorageArea; now(): number; onChanged(topic: LiveTopic): void };

const freshMs = 30_000;
const staleMs = 10 * 60_000;

/**
 * Lets the popup open at once. Younger than 30 s: answered from memory. Older, and nothing happened since: answered
 * all the same, then read anew, and surfaces hear of a difference. What an event invalidated is always read anew.
 */
export function createCache({ session, now, onChanged }: Parts): Cache {
  type Load = { answer?: Promise<Outcome<unknown>> };
  const loading = new Map<Cached, Load>();
  const key = (topic: Cached) => `cache:${topic}`;

  const reload = (topic: Cached, load: () => Promise<Outcome<unknown>>): Promise<Outcome<unknown>> => {
    const running = loading.get(topic)?.answer;
    if (running) return running;
    const mine: Load = {};
    loading.set(topic, mine);
    const run = async () => {
      const answer = await load();
      // Invalidated while it was under way: it may be older than the event, so nobody after us gets it.
      if (answer.ok && loading.get(topic) === mine)
        await session.set(key(topic), { at: now(), value: answer.value } satisfies Entry);
      return answer;
    };
    return (mine.answer = run().finally(() => {
      if (loading.get(topic) === mine) loading.delete(topic);
    }));
  };
  const refresh = async (topic: Cached, before: unknown, load: () => Promise<Outcome<unknown>>) => {
    const answer = await reload(topic, load);
    if (answer.ok && JSON.stringify(answer.value) !== JSON.stringify(before)) onChanged(cachedTopics[topic]);
  };

  return {
    read: async <Value>(topic: Cached, load: () => Promise<Outcome<Value>>) => {
      const entry = await session.get<Entry>(key(topic));
      const age = entry ? now() - entry.at : Infinity;
      if (!entry || age > staleMs) return (await reload(topic, load)) as Outcome<Value>;
      if (age > freshMs) void refresh(topic, entry.value, load).catch(() => undefined);
      return succeed(entry.value as Value);
    },
    invalidate: async (topics) => {
      const stale = (Object.keys(cachedTopics) as Cached[]).filter((each) =>
        topics.includes(cachedTopics[each]),
      );
      for (const topic of stale) loading.delete(topic);
      if (stale.length > 0) await session.remove(...stale.map(key));
    },
  };
}
