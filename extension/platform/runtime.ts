import browser from 'webextension-polyfill';

/** Who sent a message or opened a port, as the browser (not the message) says. */
export interface MessageSender {
  id?: string;
  origin?: string;
  url?: string;
  frameId?: number;
  /** Of the very page that spoke: a tab may show another one by the time it is answered. */
  documentId?: string;
  documentLifecycle?: string;
  tab?: { id?: number; url?: string };
}

/** A long-lived connection to a surface. */
export interface Port {
  name: string;
  sender?: MessageSender;
  post(message: unknown): void;
  disconnect(): void;
  onMessage(listener: (message: unknown) => void): void;
  onDisconnect(listener: () => void): void;
}

export interface Runtime {
  /** Our own id, or undefined in a content script whose extension was updated or removed. */
  id(): string | undefined;
  version(): string;
  /** The address of one of our own files. */
  url(path: string): string;
  /** The content scripts of the built manifest: their paths are decided at build time. */
  contentScripts(): { matches: string[]; js: string[] }[];
  send(message: unknown): Promise<unknown>;
  connect(name: string): Port;
  /** The listener's answer is sent back; undefined leaves the message to nobody. */
  onMessage(listener: (message: unknown, sender: MessageSender) => Promise<unknown> | undefined): void;
  /** Registers that messages of other extensions and of pages are refused. */
  refuseExternal(): void;
  onConnect(listener: (port: Port) => void): void;
  onInstalled(listener: () => void): void;
  onStartup(listener: () => void): void;
}

const portOf = (port: browser.Runtime.Port): Port => ({
  name: port.name,
  sender: port.sender as MessageSender | undefined,
  post: (message) => port.postMessage(message),
  disconnect: () => port.disconnect(),
  onMessage: (listener) => port.onMessage.addListener((message) => listener(message)),
  onDisconnect: (listener) => port.onDisconnect.addListener(() => listener()),
});

export const runtime: Runtime = {
  // After an update Chrome leaves `runtime` without an id in the content scripts it left behind.
  id: () => (globalThis as { chrome?: { runtime?: { id?: string } } }).chrome?.runtime?.id,
  version: () => browser.runtime.getManifest().version,
  url: (path) => browser.runtime.getURL(path),
  contentScripts: () =>
    (browser.runtime.getManifest().content_scripts ?? []).map(({ matches, js }) => ({
      matches: matches ?? [],
      js: js ?? [],
    })),
  send: (message) => browser.runtime.sendMessage(message),
  connect: (name) => portOf(browser.runtime.connect({ name })),
  onMessage: (listener) =>
    browser.runtime.onMessage.addListener(((message: unknown, sender: MessageSender, respond: Respond) => {
      const answer = listener(message, sender);
      if (!answer) return undefined;
      // `respond` and true rather than the promise: works with and without the polyfill's wrapper.
      void answer.then(respond);
      return true;
    }) as never),
  refuseExternal: () => {
    const { onMessageExternal, onConnectExternal } = browser.runtime;
    onMessageExternal.addListener((() => undefined) as never);
    onConnectExternal.addListener((port) => port.disconnect());
  },
  onConnect: (listener) => browser.runtime.onConnect.addListener((port) => listener(portOf(port))),
  onInstalled: (listener) => browser.runtime.onInstalled.addListener(() => listener()),
  onStartup: (listener) => browser.runtime.onStartup.addListener(() => listener()),
};

type Respond = (answer: unknown) => void;
