import browser from 'webextension-polyfill';

export interface Alarms {
  /** Fires every `minutes` from now on, also after the worker or the browser was restarted. */
  every(name: string, minutes: number): Promise<void>;
  onAlarm(listener: (name: string) => void): void;
}

export const alarms: Alarms = {
  every: async (name, minutes) => {
    // Creating it anew at each start of the worker would push its next run away each time.
    if ((await browser.alarms.get(name))?.periodInMinutes === minutes) return;
    browser.alarms.create(name, { periodInMinutes: minutes });
  },
  onAlarm: (listener) => browser.alarms.onAlarm.addListener((alarm) => listener(alarm.name)),
};
