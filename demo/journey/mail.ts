import type { MailboxMessage } from '../google/start.ts';
import type { Services } from '../services.ts';
import { until } from './until.ts';

/** Which emails are meant: those in a folder of `of` under this subject, from this address. */
export type MailQuery = { of: string; folder: 'INBOX' | 'SENT'; subject: string; from: string };

/** The emails that a query means, oldest first. */
export async function findMail(
  { google }: Pick<Services, 'google'>,
  { of, folder, subject, from }: MailQuery,
): Promise<MailboxMessage[]> {
  const all = await google.mailbox(of);
  // With a name or without one, as a reply in the stand-in's inbox is.
  const isFrom = (said = ''): boolean => said === from || said.includes(`<${from}>`);
  return all.filter(
    ({ labels, header }) => labels.includes(folder) && header.subject === subject && isFrom(header.from),
  );
}

/** Waits for exactly one such email, and returns it. */
export async function awaitMail(
  services: Pick<Services, 'google'>,
  query: MailQuery,
): Promise<MailboxMessage> {
  const what = `“${query.subject}” in ${query.folder} of ${query.of}`;
  const found = await until(what, async () => {
    const messages = await findMail(services, query);
    return messages.length > 0 && messages;
  });
  if (found.length > 1) throw new Error(`There are ${found.length} of ${what}`);
  return found[0]!;
}
