import type { GrantSide } from '../../shared/api/grants.ts';
import {
  isRetried,
  type RetriedFailure,
  type SendFailure,
  type SendState,
} from '../../shared/domain/send-state.ts';

type Texts<Failure extends SendFailure> = Record<Failure, Record<GrantSide, (other: string) => string>>;

const over: Texts<SendFailure> = {
  grant_not_live: {
    requestor: (a) => `The permission to send as ${a} ended before this went out. Nothing was sent.`,
    acceptor: (r) => `${r}'s permission to send as you ended before this went out. Nothing was sent.`,
  },
  mailbox_disconnected: {
    requestor: (a) => `${a}'s mailbox was disconnected before this went out. Nothing was sent.`,
    acceptor: () => 'Your mailbox was disconnected before this went out. Nothing was sent.',
  },
  mailbox_paused: {
    requestor: (a) => `${a} paused sending by others before this went out. Nothing was sent.`,
    acceptor: () => 'You paused sending by others before this went out. Nothing was sent.',
  },
  member_frozen: {
    requestor: (a) => `An admin stopped you or ${a} before this went out. Nothing was sent.`,
    acceptor: (r) => `An admin stopped you or ${r} before this went out. Nothing was sent.`,
  },
  recipient_not_allowed: {
    requestor: (a) => `${a}'s terms do not allow email to this recipient. Nothing was sent.`,
    acceptor: (r) => `Your terms for ${r} do not allow email to this recipient. Nothing was sent.`,
  },
  recipient_suppressed: {
    requestor: () =>
      'This recipient is not to be written to by anybody of your company: they asked for that, or a teammate put them down. Nothing was sent.',
    acceptor: () => 'This recipient is not to be written to by anybody of your company. Nothing was sent.',
  },
  approval_lapsed: {
    requestor: (a) =>
      `${a} did not answer within 14 days. Nothing was sent; ask ${a}, then send it again if it is still wanted.`,
    acceptor: () => 'You did not answer within 14 days. Nothing was sent.',
  },
  recipient_refused: {
    requestor: () => 'Gmail refused the recipient’s address. Nothing was sent; check the address.',
    acceptor: () => 'Gmail refused the recipient’s address. Nothing was sent.',
  },
  message_refused: {
    requestor: () => 'Gmail refused this message. Nothing was sent; try a plainer text or fewer links.',
    acceptor: () => 'Gmail refused this message. Nothing was sent.',
  },
  provider_limit: {
    requestor: (a) =>
      `Gmail's limit for ${a}'s mailbox was reached too often. Nothing was sent; try tomorrow.`,
    acceptor: () => 'Your mailbox reached its limit at Gmail too often. Nothing was sent.',
  },
  provider_unreachable: {
    requestor: () => 'Gmail could not be reached, however often it was tried. Nothing was sent; try later.',
    acceptor: () => 'Gmail could not be reached, however often it was tried. Nothing was sent.',
  },
  outcome_unknown: {
    requestor: (a) =>
      `The connection broke while Gmail was taking this, so it may or may not have gone out. It is not tried again; ${a} can look into the Sent folder and say.`,
    acceptor: () =>
      'The connection broke while Gmail was taking this, so it may or may not have gone out. It is not tried again; look into your Sent folder and say.',
  },
  never_arrived: {
    requestor: (a) =>
      `The connection broke, and this is not in ${a}'s Sent folder. It did not go out; send it again if it is still wanted.`,
    acceptor: () => 'The connection broke, and this is not in your Sent folder. It did not go out.',
  },
  recipient_replied: {
    requestor: () =>
      'They replied before this follow-up went out. Nothing was sent; read the reply before you write again.',
    acceptor: () => 'They replied before this follow-up went out. Nothing was sent.',
  },
  earlier_bounced: {
    requestor: () =>
      'The email that this follows came back undelivered. Nothing was sent; check the address first.',
    acceptor: () => 'The email that this follows came back undelivered. Nothing was sent.',
  },
  not_sent_confirmed: {
    requestor: (a) => `${a} looked, and it was not sent. Send it again if it is still wanted.`,
    acceptor: () => 'You looked, and it was not sent.',
  },
};

const waiting: Texts<RetriedFailure> = {
  mailbox_disconnected: {
    requestor: (a) => `${a}'s mailbox is disconnected. This waits, and goes out once ${a} reconnects it.`,
    acceptor: () => 'Your mailbox is disconnected. This waits, and goes out once you reconnect it.',
  },
  provider_limit: {
    requestor: (a) => `Gmail asked ${a}'s mailbox to slow down. This is tried again by itself.`,
    acceptor: () => 'Gmail asked your mailbox to slow down. This is tried again by itself.',
  },
  provider_unreachable: {
    requestor: () => 'Gmail could not be reached. This is tried again by itself, so do not send it again.',
    acceptor: () => 'Gmail could not be reached. This is tried again by itself.',
  },
};

const looking: Record<GrantSide, (other: string) => string> = {
  requestor: (a) =>
    `The connection broke while Gmail was taking this, so it may or may not have gone out. Behalf looks for it in ${a}'s Sent folder and settles it within minutes; please don't send it again.`,
  acceptor: () =>
    'The connection broke while Gmail was taking this, so it may or may not have gone out. Behalf looks for it in your Sent folder and settles it within minutes.',
};

type Failed = { state: SendState; failure: SendFailure; isLookedFor?: boolean };

/**
 * What a failure means to one of a send's two people: what happened, what did not, and what to do. `isLookedFor`: whether
 * Behalf looks for an uncertain send itself, instead of leaving it to the mailbox's owner.
 */
export function failureText(
  { state, failure, isLookedFor }: Failed,
  { side, otherName }: { side: GrantSide; otherName: string },
): string {
  if (isRetried(state, failure)) return waiting[failure][side](otherName);
  const isOpen = failure === 'outcome_unknown' && isLookedFor === true;
  return (isOpen ? looking : over[failure])[side](otherName);
}
