import browser from 'webextension-polyfill';

export interface Permissions {
  has(pattern: string): Promise<boolean>;
  /** Shows the browser's own prompt. Only in one of our pages and only straight from a click there. */
  request(pattern: string): Promise<boolean>;
  remove(pattern: string): Promise<void>;
  onRemoved(listener: (patterns: string[]) => void): void;
}

export const permissions: Permissions = {
  has: (pattern) => browser.permissions.contains({ origins: [pattern] }),
  request: (pattern) => browser.permissions.request({ origins: [pattern] }),
  remove: async (pattern) => void (await browser.permissions.remove({ origins: [pattern] })),
  onRemoved: (listener) =>
    browser.permissions.onRemoved.addListener(({ origins }) => listener(origins ?? [])),
};
