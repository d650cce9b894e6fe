import browser from 'webextension-polyfill';

export interface Tabs {
  open(url: string): Promise<void>;
  /** Ids of the open tabs that show a page of `pattern`; needs the host permission for it. */
  matching(pattern: string): Promise<number[]>;
  /** The address in the tab in front. Known to the popup only, by `activeTab`, after a click on our icon. */
  activeAddress(): Promise<string | undefined>;
}

export const tabs: Tabs = {
  open: async (url) => void (await browser.tabs.create({ url })),
  matching: async (pattern) => {
    const found = await browser.tabs.query({ url: pattern });
    return found.flatMap(({ id }) => (id === undefined ? [] : [id]));
  },
  activeAddress: async () => (await browser.tabs.query({ active: true, currentWindow: true }))[0]?.url,
};
