/** What was asked for: the pixel, a link, or the hidden link that no person can see. */
export const hitKinds = ['open', 'click', 'canary'] as const;
export type HitKind = (typeof hitKinds)[number];

/** Whom a hit is taken to come from. */
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
  'browser',
  'mail-client',
  'image-proxy',
  'prefetch-at-delivery',
  'privacy-proxy',
  'head-request',
  'known-crawler',
  'tool-agent',
  'no-agent',
  'data-centre',
  'all-links-at-once',
  'hidden-link',
  'before-delivery',
  'acceptor-sent-copy',
  'too-many',
] as const;
export type HitReason = (typeof hitReasons)[number];
