import type { MailboxMessage } from '../google/start.ts';

/** Where an email says that its reader can ask not to be written to again (RFC 8058). */
export function wayOutOf({ header }: MailboxMessage): string {
  const url = /^<(https?:\S+)>$/.exec(header['list-unsubscribe'] ?? '')?.[1];
  if (!url) throw new Error('This email has no way out.');
  return url;
}
