import { declineCooldownMs, type GrantState } from '../../../shared/domain/grant-state.ts';
import type { Grant } from '../../../shared/api/grants.ts';

export type Side = 'acceptor' | 'requestor';

/** The one thing a row's button does. */
export type RowAction = 'withdraw' | 'accept' | 'revoke' | 'leave' | 'reconnect' | 'askAgain' | 'giveAgain';

const byState: Record<Side, Record<GrantState, RowAction>> = {
  requestor: {
    requesting: 'withdraw',
    active: 'leave',
    suspended: 'leave',
    declined: 'askAgain',
    withdrawn: 'askAgain',
    lapsed: 'askAgain',
    revoked: 'askAgain',
    left: 'askAgain',
    expired: 'askAgain',
  },
  acceptor: {
    requesting: 'accept',
    active: 'revoke',
    suspended: 'revoke',
    declined: 'giveAgain',
    withdrawn: 'giveAgain',
    lapsed: 'giveAgain',
    revoked: 'giveAgain',
    left: 'giveAgain',
    expired: 'giveAgain',
  },
};

const open: readonly GrantState[] = ['requesting', 'active', 'suspended'];
export const isOpen = (grant: Grant): boolean => open.includes(grant.state);

/** Which of its two people `meId` is in a grant. */
export const sideOf = (grant: Grant, meId: string): Side =>
  grant.acceptor.id === meId ? 'acceptor' : 'requestor';

/** The other person of a grant. */
export const otherOf = (grant: Grant, meId: string) =>
  grant.acceptor.id === meId ? grant.requestor : grant.acceptor;

/**
 * The action that makes sense in a grant's row; null when there is none, because a newer grant between the same two
 * people and in the same direction is open.
 */
export function rowAction(grant: Grant, meId: string, all: readonly Grant[]): RowAction | null {
  const side = sideOf(grant, meId);
  if (side === 'acceptor' && grant.state === 'suspended' && grant.suspendedBy.includes('mailbox')) {
    return 'reconnect';
  }
  const isReplaced = all.some(
    (other) =>
      isOpen(other) && other.requestor.id === grant.requestor.id && other.acceptor.id === grant.acceptor.id,
  );
  return isOpen(grant) || !isReplaced ? byState[side][grant.state] : null;
}

/** When a declined requestor may ask the same person again (ISO 8601), or null when they may now. */
export function askAgainAt(grant: Grant, now: number): string | null {
  if (grant.state !== 'declined' || grant.endedAt === null) return null;
  const at = Date.parse(grant.endedAt) + declineCooldownMs;
  return at > now ? new Date(at).toISOString() : null;
}

/** What needs an answer first, then what is open, then what has ended; of each what happened last first. */
export function sortGrants(grants: readonly Grant[], meId: string): Grant[] {
  const rank = (grant: Grant) =>
    grant.state === 'requesting' ? (sideOf(grant, meId) === 'acceptor' ? 0 : 1) : isOpen(grant) ? 2 : 3;
  const at = ({ endedAt, createdAt }: Grant) => endedAt ?? createdAt;
  return [...grants].sort((a, b) => rank(a) - rank(b) || at(b).localeCompare(at(a)));
}
