import type { GiveGrant, Grant, RequestGrant } from '../api/grants.ts';
import type { Mailbox } from '../api/mailboxes.ts';
import type { TeamMember } from '../api/me.ts';

export interface GrantMessages {
  'team:list': { payload: undefined; value: TeamMember[] };
  'grants:list': { payload: undefined; value: Grant[] };
  'grants:request': { payload: RequestGrant; value: Grant };
  'grants:give': { payload: GiveGrant; value: Grant };
  'grants:accept': { payload: { id: string; termsDigest: string }; value: Grant };
  'grants:decline': { payload: { id: string }; value: Grant };
  'grants:withdraw': { payload: { id: string }; value: Grant };
  'grants:revoke': { payload: { id: string }; value: Grant };
  'grants:leave': { payload: { id: string }; value: Grant };
  'pause:set': { payload: { paused: boolean }; value: { stopped: number } };
  'mailboxes:list': { payload: undefined; value: Mailbox[] };
  /** Opens the provider's consent in a tab; what came of it arrives as a `mailbox.*` event. */
  'mailboxes:connect': { payload: { replies: boolean }; value: null };
  'mailboxes:disconnect': { payload: { id: string }; value: null };
}
