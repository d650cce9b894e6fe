import { LRUCache } from 'lru-cache';

/** What is remembered by key, the longest unused forgotten first. */
export type Memory<Value> = {
  get(key: string): Value | undefined;
  has(key: string): boolean;
  set(key: string, value: Value): void;
  delete(key: string): void;
};

/**
 * Remembers at most `max` keys, with `ttl` each for so long (milliseconds). It takes its room with the first of them:
 * `lru-cache` takes what all of them need at once, and most memories stay empty.
 */
export function createMemory<Value extends NonNullable<unknown>>(options: {
  max: number;
  ttl?: number;
}): Memory<Value> {
  let cache: LRUCache<string, Value> | undefined;
  return {
    get: (key) => cache?.get(key),
    has: (key) => cache?.has(key) ?? false,
    set: (key, value) => void (cache ??= new LRUCache<string, Value>(options)).set(key, value),
    delete: (key) => void cache?.delete(key),
  };
}
