type ChromeStorage = {
  get(key: string): Promise<Record<string, unknown>>;
  set(values: object): Promise<void>;
  remove(keys: string[]): Promise<void>;
  clear(): Promise<void>;
};

/** The few of Chromium's extension functions that journeys call inside the service worker. */
export type ChromeApi = {
  storage: Record<'local' | 'session', ChromeStorage>;
  alarms: { onAlarm: { dispatch(alarm: { name: string }): void } };
  notifications: {
    getAll(): Promise<Record<string, boolean>>;
    onClicked: { dispatch(id: string): void };
    onButtonClicked: { dispatch(id: string, button: number): void };
  };
  action: { getBadgeText(details: object): Promise<string> };
};
