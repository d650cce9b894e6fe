import type { LiveTopic } from '../../shared/messages/live.ts';
import { succeed, type Outcome } from '../../shared/messages/outcome.ts';
import type { StorageArea } from '../platform/storage.ts';

/** Under `sends` stands what waits: the rest of them no surface needs at once. */
export const cachedTopics = ['session', 'grants', 'senders', 'sends'] as const satisfies LiveTopic[];
export type CachedTopic = (typeof cachedTopics)[number];

export interface Cache {
  /** What is cached under `topic`, or what `load` brings. */
  read<Value>(topic: CachedTopic, load: () => Promise<Outcome<Value>>): Promise<Outcome<Value>>;
  invalidate(topics: readonly LiveTopic[]): Promise<void>;
}

type Entry = { at: number; value: unknown };
type Parts = { session: StorageArea; now(): number; onChanged(topic: CachedTopic): void };

const freshMs = 30_000;
const staleMs = 10 * 60_000;

/**
 * Lets the popup open at once. Younger than 30 s: answered from memory. Older, and nothing happened since: answered
 * all the same, then read anew, and surfaces hear of a difference. What an event invalidated is always read anew.
 */
export function createCache({ session, now, onChanged }: Parts): Cache {
  type Load = { answer?: Promise<Outcome<unknown>> };
  const loading = new Map<CachedTopic, Load>();
  const key = (topic: CachedTopic) => `cache:${topic}`;

  const reload = (topic: CachedTopic, load: () => Promise<Outcome<unknown>>): Promise<Outcome<unknown>> => {
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
  const refresh = async (topic: CachedTopic, before: unknown, load: () => Promise<Outcome<unknown>>) => {
    const answer = await reload(topic, load);
    if (answer.ok && JSON.stringify(answer.value) !== JSON.stringify(before)) onChanged(topic);
  };

  return {
    read: async <Value>(topic: CachedTopic, load: () => Promise<Outcome<Value>>) => {
      const entry = await session.get<Entry>(key(topic));
      const age = entry ? now() - entry.at : Infinity;
      if (!entry || age > staleMs) return (await reload(topic, load)) as Outcome<Value>;
      if (age > freshMs) void refresh(topic, entry.value, load).catch(() => undefined);
      return succeed(entry.value as Value);
    },
    invalidate: async (topics) => {
      const stale = cachedTopics.filter((topic) => topics.includes(topic));
      for (const topic of stale) loading.delete(topic);
      if (stale.length > 0) await session.remove(...stale.map(key));
    },
  };
}
