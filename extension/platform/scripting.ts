import browser from 'webextension-polyfill';

export interface Scripting {
  /** Runs `js` on every page of `pattern` from the next load on; replaces what `id` registered before. */
  register(id: string, pattern: string, js: string[]): Promise<void>;
  unregister(id: string): Promise<void>;
  registered(): Promise<string[]>;
  /** Runs `js` now in the top frame of a tab; only if that still shows `documentId`, where one is given. */
  inject(target: { tabId: number; documentId?: string | undefined }, js: string[]): Promise<void>;
}

const unregister = async (id: string): Promise<void> => {
  const known = await browser.scripting.getRegisteredContentScripts({ ids: [id] });
  if (known.length > 0) await browser.scripting.unregisterContentScripts({ ids: [id] });
};

export const scripting: Scripting = {
  register: async (id, pattern, js) => {
    await unregister(id);
    await browser.scripting.registerContentScripts([
      { id, matches: [pattern], js, allFrames: false, runAt: 'document_start', persistAcrossSessions: true },
    ]);
  },
  unregister,
  registered: async () => (await browser.scripting.getRegisteredContentScripts()).map(({ id }) => id),
  inject: async ({ tabId, documentId }, js) => {
    // The polyfill's types do not know `documentIds` yet.
    const frame = documentId === undefined ? { frameIds: [0] } : { documentIds: [documentId] };
    await browser.scripting.executeScript({ target: { tabId, ...frame }, files: js });
  },
};
