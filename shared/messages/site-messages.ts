import type { GiveGrant, Grant } from '../api/grants.ts';

/** A site where Behalf is on. `builtIn` ones come with the manifest and can't be removed, only switched off. */
export type SiteView = { origin: string; on: boolean; builtIn: boolean };

export const notificationKinds = [
  'requests',
  'approvals',
  'answers',
  'digest',
  'mailbox',
  'sends',
  'replies',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];
export type NotificationSettings = Record<NotificationKind, boolean>;

/** Our own pages that open in a tab. Each may name what it shows in its hash: `#grant=<id>`. */
export const ownPages = [
  'delegation',
  'options',
  'approve',
  'outbox',
  'batch',
  'company',
  'activity',
  'ledger',
] as const;
export type OwnPage = (typeof ownPages)[number];

export interface SiteMessages {
  'sites:list': { payload: undefined; value: SiteView[] };
  'sites:set': { payload: { origin: string; on: boolean }; value: SiteView[] };
  'settings:read': { payload: undefined; value: { serverUrl: string; notifications: NotificationSettings } };
  'settings:server': { payload: { serverUrl: string }; value: null };
  'settings:notifications': { payload: NotificationSettings; value: null };
  /**
   * Consent is given only in a window of our own: the site's panel asks for it here. Answered when that window was,
   * with what came of it.
   */
  'pages:confirm': { payload: { give: GiveGrant } | { accept: string }; value: Grant };
  /** Opens one of our own pages for a content script, which has no address of its own for it. */
  'pages:open': {
    payload: { page: OwnPage; grantId?: string; sendId?: string; batchId?: string };
    value: null;
  };
}
