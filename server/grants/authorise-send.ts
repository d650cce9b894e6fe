import { domainOf } from '../../shared/domain/email-address.ts';
import type { GrantState } from '../../shared/domain/grant-state.ts';
import type { MailboxState } from '../../shared/api/mailboxes.ts';
import { allowsDomain, type Terms } from '../../shared/domain/terms.ts';

/** All that decides whether one send may go out, read in the unit of work that acts on the answer. */
export type SendFacts = {
  /** Epoch milliseconds. */
  now: number;
  requestorId: string;
  requestorFrozen: boolean;
  toEmail: string;
  /** They asked not to be written to, or somebody of the workspace put them down. */
  recipientSuppressed: boolean;
  /** The permission it goes out under; null when the requestor sends from their own mailbox. */
  grant: {
    requestorId: string;
    mailboxId: string;
    state: GrantState;
    endsAt: number | null;
    iss: string;
    sub: string;
    terms: Terms;
  } | null;
  mailbox: {
    id: string;
    ownerId: string;
    state: MailboxState;
    iss: string;
    sub: string;
    ownerFrozen: boolean;
    ownerPaused: boolean;
  };
};

/** Why a send may not go out, most telling reason first. */
export type SendRefusal =
  | 'member_frozen'
  | 'grant_not_live'
  | 'recipient_suppressed'
  | 'mailbox_paused'
  | 'mailbox_disconnected'
  | 'recipient_not_allowed';

/**
 * May this send go out now? The one answer to that question: pure, asked when a send is submitted, when it is claimed
 * and when it is handed over, each time on facts read in that same unit of work. Null is yes. The daily cap is not
 * here: a slot of it is taken by a conditional update at submission and kept until the send ends.
 */
export function authoriseSend({
  now,
  requestorId,
  requestorFrozen,
  toEmail,
  recipientSuppressed,
  grant,
  mailbox,
}: SendFacts): SendRefusal | null {
  if (requestorFrozen || mailbox.ownerFrozen) return 'member_frozen';
  if (grant === null) {
    if (mailbox.ownerId !== requestorId) return 'grant_not_live';
    if (recipientSuppressed) return 'recipient_suppressed';
    return mailbox.state === 'connected' ? null : 'mailbox_disconnected';
  }
  if (grant.requestorId !== requestorId || grant.mailboxId !== mailbox.id) return 'grant_not_live';
  // Bound to the provider's account, not to the address: an address given to somebody else inherits nothing.
  if (grant.iss !== mailbox.iss || grant.sub !== mailbox.sub) return 'grant_not_live';
  if (grant.state !== 'active' && grant.state !== 'suspended') return 'grant_not_live';
  if (grant.endsAt !== null && grant.endsAt <= now) return 'grant_not_live';
  // Before what may pass: no waiting makes this right.
  if (recipientSuppressed) return 'recipient_suppressed';
  if (mailbox.ownerPaused) return 'mailbox_paused';
  if (mailbox.state !== 'connected') return 'mailbox_disconnected';
  if (grant.state !== 'active') return 'grant_not_live';
  return allowsDomain(grant.terms, domainOf(toEmail)) ? null : 'recipient_not_allowed';
}
