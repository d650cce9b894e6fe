import { action, type Action } from './action.ts';
import { alarms, type Alarms } from './alarms.ts';
import { i18n, type I18n } from './i18n.ts';
import { identity, type Identity } from './identity.ts';
import { notifications, type Notifications } from './notifications.ts';
import { permissions, type Permissions } from './permissions.ts';
import { runtime, type Runtime } from './runtime.ts';
import { scripting, type Scripting } from './scripting.ts';
import { storage, type Storage } from './storage.ts';
import { tabs, type Tabs } from './tabs.ts';
import { windows, type Windows } from './windows.ts';

/** Every browser API the service worker uses. Handed in, so that tests bring their own. */
export interface Platform {
  action: Action;
  alarms: Alarms;
  i18n: I18n;
  identity: Identity;
  notifications: Notifications;
  permissions: Permissions;
  runtime: Runtime;
  scripting: Scripting;
  storage: Storage;
  tabs: Tabs;
  windows: Windows;
}

export const platform: Platform = {
  action,
  alarms,
  i18n,
  identity,
  notifications,
  permissions,
  runtime,
  scripting,
  storage,
  tabs,
  windows,
};
