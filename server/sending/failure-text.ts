import type { SendFailure } from '../../shared/domain/send-state.ts';

const texts: Record<SendFailure, (sender: string) => string> = {
  grant_not_live: (s) => `The permission to send as ${s} ended before this went out. Nothing was sent.`,
  mailbox_disconnected: (s) =>
    `${s}'s mailbox is disconnected. This waits, and goes out once ${s} reconnects it.`,
  mailbox_paused: (s) => `${s} paused sending by others before this went out. Nothing was sent.`,
  member_frozen: () => 'An admin stopped one of you two before this went out. Nothing was sent.',
  recipient_not_allowed: (s) => `${s}'s terms do not allow email to this recipient. Nothing was sent.`,
  recipient_refused: () => 'Gmail refused the recipient’s address. Nothing was sent; check the address.',
  message_refused: () => 'Gmail refused this message. Nothing was sent; try a plainer text or fewer links.',
  provider_limit: (s) => `Gmail asked ${s}'s mailbox to slow down. This is tried again by itself.`,
  provider_unreachable: () => 'Gmail could not be reached. This is tried again by itself.',
  outcome_unknown: (s) =>
    `The connection broke while Gmail was taking this, so it may or may not have gone out. It is not tried again; ${s} can look into the Sent folder and say.`,
  not_sent_confirmed: (s) => `${s} looked, and it was not sent. Send it again if it is still wanted.`,
};

/** What a failure means for the people concerned: what happened, what did not, and what to do. */
export const failureText = (failure: SendFailure, senderName: string): string => texts[failure](senderName);
