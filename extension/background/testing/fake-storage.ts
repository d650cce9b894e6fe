import type { Storage, StorageArea } from '../../platform/storage.ts';

/** A storage area in memory. Values are copied as JSON, as the browser does. */
export function fakeArea(): StorageArea & { values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    get: async <Value>(key: string) => {
      const found = values.get(key);
      return found === undefined ? undefined : (JSON.parse(found) as Value);
    },
    set: async (key, value) => void values.set(key, JSON.stringify(value)),
    remove: async (...keys) => keys.forEach((key) => values.delete(key)),
    clear: async () => values.clear(),
  };
}

/** Both areas; hand the same one to a second worker to restart it. */
export const fakeStorage = () =>
  ({
    local: fakeArea(),
    session: fakeArea(),
    keepFromContentScripts: async () => {},
  }) satisfies Storage;
