import type { SendFailure } from '../../shared/domain/send-state.ts';
import type { SealedOutcome } from '../mail/sealed-mail.ts';

/** How often one email is tried before it is given up, when the provider surely did not take it. */
export const maxAttempts = 8;

/** What an attempt's outcome makes of the send. `retry` only ever follows an outcome that surely was not accepted. */
export type AttemptEnd =
  | { end: 'sent'; sealedMessageId: Buffer; sealedThreadId: Buffer }
  | { end: 'retry'; afterMs: number; why: SendFailure; restMailbox: boolean }
  | { end: 'failed'; why: SendFailure }
  | { end: 'uncertain' };

const minute = 60_000;
const ceilingMs = 30 * minute;

/** Exponential back-off with full jitter (2 s, 4 s, … 30 min); `random` is in [0, 1). */
export const backOffMs = (attempt: number, random: number): number =>
  Math.round(1000 + random * Math.min(ceilingMs, 2000 * 2 ** (attempt - 1)));

/**
 * Decides what an attempt's outcome leads to. `attempt` counts from 1. Everything that is not surely refused, limited
 * or never reached is uncertain, and an uncertain send is not repeated before a look has shown that it never arrived.
 */
export function endAttempt(outcome: SealedOutcome, attempt: number, random: number): AttemptEnd {
  const retry = (why: SendFailure, afterMs: number, restMailbox: boolean): AttemptEnd =>
    attempt >= maxAttempts ? { end: 'failed', why } : { end: 'retry', afterMs, why, restMailbox };
  switch (outcome.outcome) {
    case 'accepted':
      return {
        end: 'sent',
        sealedMessageId: outcome.sealedMessageId,
        sealedThreadId: outcome.sealedThreadId,
      };
    case 'unauthorised':
      // Once at once with a token made anew; after that at the pace of any other fault.
      return retry('mailbox_disconnected', attempt === 1 ? 0 : backOffMs(attempt, random), false);
    case 'dead':
      return retry('mailbox_disconnected', backOffMs(attempt, random), false);
    case 'limited':
      return retry('provider_limit', Math.max(outcome.retryAfterMs ?? 0, backOffMs(attempt, random)), true);
    case 'notReached':
      return retry('provider_unreachable', backOffMs(attempt, random), true);
    case 'refused':
      return { end: 'failed', why: outcome.reason === 'recipient' ? 'recipient_refused' : 'message_refused' };
    case 'unclear':
      return { end: 'uncertain' };
  }
}
