/** Every state a send can be in. */
export const sendStates = [
  'held',
  'queued',
  'sending',
  'sent',
  'failed',
  'uncertain',
  'cancelled',
  'blocked',
  'rejected',
] as const;
export type SendState = (typeof sendStates)[number];

/** Not handed to the provider yet: a revocation, a pause or a cancel still stops these. */
export const stoppableSendStates = ['held', 'queued'] as const satisfies SendState[];

/** Nothing happens to a send any more once it is in one of these. */
export const finalSendStates = [
  'sent',
  'failed',
  'cancelled',
  'blocked',
  'rejected',
] as const satisfies SendState[];

/** An email nobody approved or rejected ends after this long (milliseconds). */
export const approvalLifetimeMs = 14 * 24 * 60 * 60 * 1000;

/** True when nothing will happen to the send any more. */
export const isFinalSendState = (state: SendState): boolean =>
  (finalSendStates as readonly SendState[]).includes(state);

/**
 * Why a send ended without being sent, or is uncertain: a closed set. The text people read is made from it in the
 * extension's catalogue and in `server/messages.ts`.
 */
export const sendFailures = [
  'grant_not_live',
  'mailbox_disconnected',
  'mailbox_paused',
  'member_frozen',
  'recipient_not_allowed',
  'recipient_suppressed',
  'approval_lapsed',
  'recipient_refused',
  'message_refused',
  'provider_limit',
  'provider_unreachable',
  'outcome_unknown',
  'not_sent_confirmed',
  'never_arrived',
  'recipient_replied',
  'earlier_bounced',
] as const;
export type SendFailure = (typeof sendFailures)[number];

/** The failures after which a send is tried again by itself, as long as it has not ended. */
export const retriedFailures = [
  'mailbox_disconnected',
  'provider_limit',
  'provider_unreachable',
] as const satisfies SendFailure[];
export type RetriedFailure = (typeof retriedFailures)[number];

/** Whether Behalf tries a send with this failure again by itself, so that nobody should send it once more. */
export const isRetried = (state: SendState, failure: SendFailure): failure is RetriedFailure =>
  !isFinalSendState(state) && (retriedFailures as readonly SendFailure[]).includes(failure);
