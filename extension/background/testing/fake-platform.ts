import { extensionId } from '../../../shared/extension-id.ts';
import type { NotificationText } from '../../platform/notifications.ts';
import type { Platform } from '../../platform/platform.ts';
import type { MessageSender, Port } from '../../platform/runtime.ts';
import { fakeStorage } from './fake-storage.ts';

/** Listeners of one event, and how a test fires it. */
function event<Arguments extends unknown[]>() {
  const listeners: ((...given: Arguments) => unknown)[] = [];
  return {
    add: (listener: (...given: Arguments) => unknown) => void listeners.push(listener),
    fire: (...given: Arguments) => listeners.map((listener) => listener(...given)),
    count: () => listeners.length,
  };
}

export const ourOrigin = `chrome-extension://${extensionId}`;
export const ourPage: MessageSender = { id: extensionId, origin: ourOrigin, tab: { id: 9 }, frameId: 0 };
export const ourContent: MessageSender = {
  id: extensionId,
  origin: 'http://hireline.localhost:4173',
  tab: { id: 7 },
  frameId: 0,
};

/** A browser in memory. Give it the storage of an earlier one to see what survives a restart of the worker. */
export function fakePlatform(storage = fakeStorage()) {
  const events = {
    message: event<[unknown, MessageSender]>(),
    connect: event<[Port]>(),
    installed: event<[]>(),
    startup: event<[]>(),
    alarm: event<[string]>(),
    clicked: event<[string]>(),
    buttonClicked: event<[string, number]>(),
    permissionsRemoved: event<[string[]]>(),
    windowClosed: event<[number]>(),
  };
  const shown: { id: string; text: NotificationText }[] = [];
  const opened: string[] = [];
  const popups: string[] = [];
  const granted = new Set<string>();
  const scripts = new Map<string, string>();
  const injected: { target: object; js: string[] }[] = [];
  const state = { badge: 0, launch: async (_url: string): Promise<string> => '' };
  const platform: Platform = {
    storage,
    action: { badge: async (count) => void (state.badge = count) },
    alarms: { every: async () => {}, onAlarm: events.alarm.add },
    i18n: { text: (key, ...values) => [key, ...values].join('|') },
    identity: {
      redirectUrl: (path) => `https://${extensionId}.chromiumapp.org/${path}`,
      launch: (url) => state.launch(url),
    },
    notifications: {
      show: async (id, text) => void shown.push({ id, text }),
      clear: async () => {},
      onClicked: events.clicked.add,
      onButtonClicked: events.buttonClicked.add,
    },
    permissions: {
      has: async (pattern) => granted.has(pattern),
      request: async (pattern) => !!granted.add(pattern),
      remove: async (pattern) => void granted.delete(pattern),
      onRemoved: events.permissionsRemoved.add,
    },
    runtime: {
      id: () => extensionId,
      version: () => '1.0.0',
      url: (path) => `${ourOrigin}/${path}`,
      contentScripts: () => [{ matches: ['http://hireline.localhost/*'], js: ['content.js'] }],
      send: async () => undefined,
      connect: () => {
        throw new Error('the worker opens no port');
      },
      onMessage: events.message.add,
      refuseExternal: () => {},
      onConnect: events.connect.add,
      onInstalled: events.installed.add,
      onStartup: events.startup.add,
    },
    scripting: {
      register: async (id, pattern) => void scripts.set(id, pattern),
      unregister: async (id) => void scripts.delete(id),
      registered: async () => [...scripts.keys()],
      inject: async (target, js) => void injected.push({ target, js }),
    },
    tabs: {
      open: async (url) => void opened.push(url),
      matching: async () => [],
      activeAddress: async () => undefined,
    },
    windows: {
      popup: async (url) => popups.push(url),
      close: async () => {},
      onClosed: events.windowClosed.add,
    },
  };
  return { platform, storage, events, shown, opened, popups, granted, scripts, injected, state };
}
