import { domainOf } from '../../shared/domain/email-address.ts';

/** How much one mailbox may send: what the provider allows, and what of it is left to the owner. */
export type PaceLimits = {
  perMinute: number;
  /** In any 24 hours, by the kind of account. */
  perDay: { workspace: number; personal: number };
  /** The part of a day that only the owner's own mail may use. */
  reservePercent: number;
};

/**
 * Gmail's figures. A minute: 6,000 quota units for one user of a project, and 100 for `messages.send`
 * (https://developers.google.com/workspace/gmail/api/reference/quota, for projects made since May 2026). A day: 2,000
 * messages in any 24 hours for Google Workspace (https://support.google.com/a/answer/166852), 500 for a personal account
 * (https://support.google.com/mail/answer/22839). What the owner writes in Gmail itself counts there too, unseen by us.
 */
export const gmailLimits: PaceLimits = {
  perMinute: 60,
  perDay: { workspace: 2_000, personal: 500 },
  reservePercent: 10,
};

/** The limits as what is reckoned with; see `createPace`. */
export type Pace = {
  /** Between two sends once the burst is used up (milliseconds). */
  intervalMs: number;
  /** How far ahead of an even pace a mailbox may be: what a burst after a pause is made of (milliseconds). */
  aheadMs: number;
  /** What a mailbox may send in any 24 hours: altogether, and for others. */
  dayOf(mailboxEmail: string): { all: number; delegated: number };
};

const minuteMs = 60_000;
/** At most so many go out back to back; fewer when the limit is low. */
const largestBurst = 20;

/**
 * Turns limits into a pace. The burst and what follows it evenly make at most `perMinute` less one in any minute: the
 * one is for an email that was taken at the end of the minute before and handed over in this one.
 */
export function createPace({ perMinute, perDay, reservePercent }: PaceLimits): Pace {
  const third = Math.max(1, Math.floor(perMinute / 3));
  // Of a limit that nobody means to reach a third may go at once, so that it is no limit at all.
  const burst = perMinute > 10_000 ? third : Math.min(largestBurst, third);
  const intervalMs = Math.ceil(minuteMs / Math.max(1, perMinute - burst));
  return {
    intervalMs,
    aheadMs: (burst - 1) * intervalMs,
    dayOf(mailboxEmail) {
      const all = personalDomains.has(domainOf(mailboxEmail)) ? perDay.personal : perDay.workspace;
      return { all, delegated: Math.max(1, Math.floor(all * (1 - reservePercent / 100))) };
    },
  };
}

/** Every mailbox of a personal Google account has one of these two domains. */
const personalDomains = new Set(['gmail.com', 'googlemail.com']);

/**
 * When the mailbox may send next if it sends at `now` (epoch ms): the generic cell rate algorithm, kept as that one
 * instant. `paceAt` is what this came to the last time; 0 for a mailbox that never sent.
 */
export const nextPaceAt = (pace: Pace, paceAt: number, now: number): number =>
  Math.max(paceAt + pace.intervalMs, now + pace.intervalMs - pace.aheadMs);

/**
 * When the one with `ahead` others of its mailbox before it can go at the earliest, as far as the pace goes (epoch ms).
 */
export const paceAtBehind = (pace: Pace, paceAt: number, ahead: number): number =>
  paceAt + ahead * pace.intervalMs;
