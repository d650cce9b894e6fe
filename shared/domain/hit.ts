/** What was asked for: the pixel, a link, or the hidden link that no person can see. */
export const hitKinds = ['open', 'click', 'canary'] as const;
export type HitKind = (typeof hitKinds)[number];

/**
 * Whom a hit is taken to come from. `person`: a reader. `machine`: a program, or the sender's own look at the copy in
 * Sent, so no reader. `unknown`: nobody can tell.
 */
export const verdicts = ['person', 'machine', 'unknown'] as const;
export type Verdict = (typeof verdicts)[number];

/** What kind of program asked, as far as it says. */
export const agents = [
  'browser',
  'gmail-proxy',
  'gmail-prefetch',
  'apple-proxy',
  'yahoo-proxy',
  'mail-client',
  'crawler',
  'scanner',
  'tool',
  'none',
] as const;
export type Agent = (typeof agents)[number];

/** Why a hit was taken for what it is: a closed set, each with its words in the extension's catalogue. */
export const hitReasons = [
  /** A browser asked, like a person's. */
  'browser',
  /** A program for reading mail asked. */
  'mail-client',
  /** Gmail's or Yahoo's proxy showed it to somebody (person); a proxy follows no links (machine). */
  'image-proxy',
  /** Google or another provider loaded it when it arrived, before anybody read it. */
  'prefetch-at-delivery',
  /** Apple's proxy loads everything, read or not (unknown). */
  'privacy-proxy',
  /** Only the head was asked for, as checkers of links do. */
  'head-request',
  /** A crawler or scanner that says what it is. */
  'known-crawler',
  /** A library or tool; one that nobody has heard of is unknown. */
  'tool-agent',
  /** It does not say what it is. */
  'no-agent',
  /** A browser without a person, as it runs in data centres. */
  'data-centre',
  /** More links in seconds than a hand can follow. */
  'all-links-at-once',
  /** The link that no person can see was followed, by this visitor or around then. */
  'hidden-link',
  /** It came before anybody can have read the email. */
  'before-delivery',
  /** The sender's own browser (machine), or Google's proxy for a mailbox elsewhere: perhaps the sender (unknown). */
  'acceptor-sent-copy',
  /** More hits than are kept of one email. */
  'too-many',
] as const;
export type HitReason = (typeof hitReasons)[number];
