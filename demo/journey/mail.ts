import type { MailboxMessage } from '../google/start.ts';
import type { Services } from '../services.ts';
import { until } from './until.ts';

/** What lies in a folder of somebody's mailbox under this subject. */
export async function findMail(
  { google }: Pick<Services, 'google'>,
  email: string,
  folder: 'INBOX' | 'SENT',
  subject: string,
): Promise<MailboxMessage[]> {
  const all = await google.mailbox(email);
  return all.filter(({ labels, header }) => labels.includes(folder) && header.subject === subject);
}

/** Waits for exactly one email under this subject, and returns it. */
export async function awaitMail(
  services: Pick<Services, 'google'>,
  email: string,
  folder: 'INBOX' | 'SENT',
  subject: string,
): Promise<MailboxMessage> {
  const found = await until(`“${subject}” in ${folder} of ${email}`, async () => {
    const messages = await findMail(services, email, folder, subject);
    return messages.length > 0 && messages;
  });
  if (found.length > 1) throw new Error(`“${subject}” lies ${found.length} times in ${folder} of ${email}`);
  return found[0]!;
}
