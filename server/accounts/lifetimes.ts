const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;

/** How long things of a sign-in live; milliseconds. */
export const lifetimes = {
  /** From the start of a sign-in or a consent to the provider's redirect. */
  authFlow: 10 * minute,
  /** Our own authorization code (RFC 6749 §4.1.2 asks for ten minutes at most; ours is redeemed at once). */
  authCode: 60 * second,
  accessToken: 15 * minute,
  /** Slides: each rotation begins it anew. */
  refreshToken: 60 * day,
  /** An answer that got lost, or two workers at once: a used refresh token still gets the same successor this long. */
  refreshLeeway: 30 * second,
} as const;
