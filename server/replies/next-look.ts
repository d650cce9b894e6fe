const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Quota units of one look, `users.threads.get`: 10 by Google's table of methods
 * (https://developers.google.com/workspace/gmail/api/reference/quota). The schedule below is reckoned with four times as
 * many, since the table has moved before, and the allowance of a user with it (15,000 a minute, now 6,000).
 */
export const unitsPerLook = 10;
/** What a user's mailbox has a minute and a day, for projects made since May 2026; same page. */
export const unitsPerMinute = 6_000;
export const unitsPerDay = unitsPerMinute * 24 * 60;

/** Looks at one mailbox in any minute: while it rests, and while it sends, which needs nearly all it has. */
export const looksPerMinute = { resting: 10, sending: 2 };

/** No thread is looked at longer than this after the email (milliseconds). */
export const watchMs = 30 * day;

/** The first look comes this long after the email (milliseconds); refused mail comes back about then. */
export const firstLookMs = 2 * minute;

/**
 * When to look next at the thread of an email sent at `sentAt`, after a look at `now`; null when it was the last. The
 * pause grows with the age: at 2, 5, 10, 20 minutes and so on as long again as it has been, from half a day on every six
 * hours, from the third day on daily. Never sooner than a minute.
 */
export function nextLook(sentAt: number, now: number): number | null {
  const age = Math.max(0, now - sentAt);
  if (age >= watchMs) return null;
  return Math.min(now + pauseAt(age), Math.max(sentAt + watchMs, now + minute));
}

function pauseAt(age: number): number {
  if (age < 2 * minute) return 2 * minute;
  if (age < 5 * minute) return 3 * minute;
  if (age < 12 * hour) return Math.max(5 * minute, age);
  return age < 3 * day ? 6 * hour : day;
}

/** How long a mailbox is left alone after a look that the provider did not answer (milliseconds). */
export const restMs = 15 * minute;
/** After the provider said that it may not be looked into, or while it is not connected (milliseconds). */
export const closedMs = hour;
