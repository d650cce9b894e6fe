import type { Client } from '../ui/client.ts';
import { createClient } from './create-client.ts';
import type { Port } from './runtime.ts';

/** The four browser calls a content script makes. Chromium and Firefox answer them with promises by themselves. */
type Browser = {
  runtime: {
    id?: string;
    getManifest(): { version: string };
    sendMessage(message: unknown): Promise<unknown>;
    connect(info: { name: string }): NativePort;
  };
  i18n: { getMessage(key: string, values: string[]): string };
};
type NativePort = {
  name: string;
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
};

// Without the polyfill that the rest of `platform/` stands on: it weighs as much as all that every page has to load.
const browser =
  (globalThis as { browser?: Browser }).browser ?? (globalThis as unknown as { chrome: Browser }).chrome;

/** True once the extension was updated or removed and this script stayed behind. */
export const isOrphan = (): boolean => browser.runtime?.id === undefined;

const wrapPort = (port: NativePort): Port => ({
  name: port.name,
  post: (message) => port.postMessage(message),
  disconnect: () => port.disconnect(),
  onMessage: (listener) => port.onMessage.addListener((message) => listener(message)),
  onDisconnect: (listener) => port.onDisconnect.addListener(() => listener()),
});

/** The client of this page's content script; `onOff` hears that Behalf was turned off for the site. */
export const createNativeClient = (onOff: () => void): Client =>
  createClient({
    runtime: {
      id: () => browser.runtime?.id,
      version: () => browser.runtime.getManifest().version,
      send: async (message) => browser.runtime.sendMessage(message),
      connect: (name) => wrapPort(browser.runtime.connect({ name })),
    },
    i18n: { text: (key, ...values) => browser.i18n.getMessage(key, values) },
    visibility: {
      visible: () => document.visibilityState === 'visible',
      onChange: (listener) => document.addEventListener('visibilitychange', listener),
    },
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    onOff,
  });
