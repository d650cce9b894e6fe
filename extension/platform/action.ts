import browser from 'webextension-polyfill';

export interface Action {
  /** The number on the toolbar icon; 0 shows none. */
  badge(count: number): Promise<void>;
}

export const action: Action = {
  badge: async (count) => {
    await browser.action.setBadgeBackgroundColor({ color: '#b3261e' });
    await browser.action.setBadgeText({ text: count === 0 ? '' : count > 99 ? '99+' : String(count) });
  },
};
