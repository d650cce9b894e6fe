import browser from 'webextension-polyfill';

/** Plain text only: the browser shows titles and messages as they are, without markup. */
export interface NotificationText {
  title: string;
  message: string;
  /** At most two. */
  buttons?: string[];
}

export interface Notifications {
  show(id: string, text: NotificationText): Promise<void>;
  clear(id: string): Promise<void>;
  onClicked(listener: (id: string) => void): void;
  onButtonClicked(listener: (id: string, button: number) => void): void;
}

export const notifications: Notifications = {
  show: async (id, { title, message, buttons = [] }) => {
    const options = {
      type: 'basic' as const,
      iconUrl: browser.runtime.getURL('extension/icons/128.png'),
      title,
      message,
      buttons: buttons.map((button) => ({ title: button })),
    };
    await browser.notifications.create(id, options);
  },
  clear: async (id) => void (await browser.notifications.clear(id)),
  onClicked: (listener) => browser.notifications.onClicked.addListener(listener),
  onButtonClicked: (listener) => browser.notifications.onButtonClicked.addListener(listener),
};
