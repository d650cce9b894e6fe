import browser from 'webextension-polyfill';

export interface Windows {
  /** Opens a small window of our own, which no page can draw over; resolves with its id. */
  popup(url: string, size: { width: number; height: number }): Promise<number>;
  close(windowId: number): Promise<void>;
  onClosed(listener: (windowId: number) => void): void;
}

export const windows: Windows = {
  popup: async (url, size) => {
    const opened = await browser.windows.create({ url, type: 'popup', focused: true, ...size });
    if (opened.id === undefined) throw new Error('the browser opened no window');
    return opened.id;
  },
  close: (windowId) => browser.windows.remove(windowId),
  onClosed: (listener) => browser.windows.onRemoved.addListener((windowId) => listener(windowId)),
};
