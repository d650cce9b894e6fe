import type { GiveGrant, Grant } from '../api/grants.ts';
import type { TeamMember } from '../api/me.ts';
import type { SubmitSend } from '../api/sends.ts';

/**
 * What the confirm window asks. Names come from the server, never from the content script that asked: a page that
 * took over a content script could else put a harmless name above somebody else's mailbox.
 */
export type ConfirmQuestion =
  | { kind: 'send'; send: SubmitSend; senderName: string; senderEmail: string }
  | { kind: 'give'; give: GiveGrant; requestor: TeamMember }
  | { kind: 'accept'; grantId: string; grant: Grant };

export interface ConfirmMessages {
  /** `token` is the hash of the confirm window's address: `#<token>`. */
  'confirm:read': { payload: { token: string }; value: ConfirmQuestion };
  /**
   * Answers once; closing the window means no. An acceptance names the digest of the terms that `confirm:read`
   * returned. With yes the outcome is that of the deed itself, so the window can show why it did not happen.
   */
  'confirm:answer': { payload: { token: string; yes: boolean }; value: null };
}
