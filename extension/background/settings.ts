import type { NotificationKind, NotificationSettings } from '../../shared/messages/site-messages.ts';
import type { StorageArea } from '../platform/storage.ts';
import { defaultServerUrl } from './server-url.ts';

const everything: NotificationSettings = {
  requests: true,
  approvals: true,
  answers: true,
  digest: true,
  mailbox: true,
  sends: true,
  replies: true,
};

/** What people choose in the options. Kept across restarts and sign-outs. */
export const createSettings = (local: StorageArea) => ({
  serverUrl: async () => (await local.get<string>('serverUrl')) ?? defaultServerUrl,
  setServerUrl: (url: string) => local.set('serverUrl', url),
  notifications: async () => ({ ...everything, ...(await local.get<NotificationSettings>('notify')) }),
  setNotifications: (chosen: NotificationSettings) => local.set('notify', chosen),
  notifies: async (kind: NotificationKind) =>
    (await local.get<NotificationSettings>('notify'))?.[kind] ?? everything[kind],
  /** Whether opens and clicks of the last email were asked for. */
  tracks: async () => (await local.get<boolean>('track')) ?? false,
  setTracks: (on: boolean) => local.set('track', on),
});
export type Settings = ReturnType<typeof createSettings>;
