import browser from 'webextension-polyfill';

/** A key-value area. Values are JSON. */
export interface StorageArea {
  get<Value>(key: string): Promise<Value | undefined>;
  set(key: string, value: unknown): Promise<void>;
  remove(...keys: string[]): Promise<void>;
  clear(): Promise<void>;
}

export interface Storage {
  /** Survives a restart of the browser. */
  local: StorageArea;
  /** In memory only: survives the service worker, not the browser. */
  session: StorageArea;
  /** Keeps content scripts out of both areas: they would else read tokens straight from storage. */
  keepFromContentScripts(): Promise<void>;
}

type WithAccessLevel = { setAccessLevel(options: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void> };

const area = (name: 'local' | 'session'): StorageArea => ({
  get: async <Value>(key: string) => (await browser.storage[name].get(key))[key] as Value | undefined,
  set: (key, value) => browser.storage[name].set({ [key]: value }),
  remove: (...keys) => browser.storage[name].remove(keys),
  clear: () => browser.storage[name].clear(),
});

export const storage: Storage = {
  local: area('local'),
  session: area('session'),
  keepFromContentScripts: async () => {
    const areas = [browser.storage.local, browser.storage.session] as unknown as WithAccessLevel[];
    await Promise.all(areas.map((each) => each.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' })));
  },
};
