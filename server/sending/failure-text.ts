import type { SendFailure } from '../../shared/domain/send-state.ts';

const texts: Record<SendFailure, (sender: string, looking: boolean) => string> = {
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
  outcome_unknown: (s, looking) =>
    `The connection broke while Gmail was taking this, so it may or may not have gone out. ${
      looking
        ? `Behalf looks for it in ${s}'s Sent folder and settles it within minutes; please don't send it again.`
        : `It is not tried again; ${s} can look into the Sent folder and say.`
    }`,
  never_arrived: (s) =>
    `The connection broke, and this is not in ${s}'s Sent folder. It did not go out; send it again if it is still wanted.`,
  not_sent_confirmed: (s) => `${s} looked, and it was not sent. Send it again if it is still wanted.`,
};

/**
 * What a failure means for the people concerned: what happened, what did not, and what to do. `looking`: whether Behalf
 * looks for an uncertain send itself, instead of leaving it to the mailbox's owner.
 */
export const failureText = (failure: SendFailure, senderName: string, looking: boolean): string =>
  texts[failure](senderName, looking);
