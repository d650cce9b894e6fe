/** The port a surface opens while it is on screen; its name is the protocol's. */
export const livePort = 'live';

/** What changed: the surface reads again what it shows. Carries no data, so a content script learns nothing extra. */
export type LiveTopic =
  'session' | 'grants' | 'senders' | 'sends' | 'batches' | 'mailboxes' | 'team' | 'suppressions' | 'policy';
/** `off`: Behalf was turned off for this site, and what of it is in the page goes. */
export type LiveMessage = { changed: LiveTopic[] } | { off: true };
