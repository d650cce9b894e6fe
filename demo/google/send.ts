import { randomUUID } from 'node:crypto';
import { deliver, findThread, newMessageId, newThreadId, type World } from './deliver.ts';
import { invalidArgument, json, notFound, type Reply } from './errors.ts';
import {
  type Address,
  field,
  headerOf,
  joinMessage,
  type MimeMessage,
  readAddresses,
  without,
} from './mime.ts';
import type { Outgoing } from './outgoing.ts';
import type { Person } from './people.ts';

/**
 * `users.messages.send`: Gmail's checks and rewriting, the copy in Sent, and the delivery.
 * https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send
 */
export async function sendMessage(world: World, sender: Person, outgoing: Outgoing): Promise<Reply> {
  const recipients = readRecipients(outgoing.message);
  if ('status' in recipients) return recipients;
  const threadId = chooseThread(world, sender, outgoing);
  if (typeof threadId !== 'string') return threadId;

  if (sender.light) return json(200, { id: `msg_${randomUUID()}`, threadId, labelIds: ['SENT'] });
  const message = rewrite(sender, outgoing.message);
  const toSelf = recipients.addresses.some(
    (address) => world.directory.find(address)?.email === sender.email,
  );
  const answer = await world.engine.ask(sender.email, 'POST', '/gmail/v1/users/me/messages/send', {
    raw: joinMessage(message).toString('base64url'),
    threadId,
    labelIds: toSelf ? ['INBOX', 'UNREAD'] : [],
    internalDate: String(Date.now()),
  });
  if (answer.status !== 200) return json(answer.status, answer.json);
  await deliver(world, sender, message, recipients.addresses);
  const { id, labelIds } = answer.json as { id: string; labelIds: string[] };
  return json(200, { id, threadId, labelIds });
}

function readRecipients(message: MimeMessage): { addresses: string[] } | Reply {
  const all: Address[] = [];
  for (const name of ['To', 'Cc', 'Bcc']) {
    const found = readAddresses(headerOf(message.fields, name));
    if (found === undefined) return invalidArgument(`Invalid ${name} header`);
    all.push(...found);
  }
  if (all.length === 0) return invalidArgument('Recipient address required');
  return { addresses: all.map(({ address }) => address) };
}

/**
 * A `threadId` must be one of this mailbox's (otherwise 404), and counts only where references and subject agree
 * with it; a send without one begins a thread. All three are the criteria of the "Manage threads" guide.
 */
function chooseThread(world: World, sender: Person, outgoing: Outgoing): string | Reply {
  const { threadId, message } = outgoing;
  if (threadId === undefined) return newThreadId();
  if (!world.engine.store.hasThread(sender.email, threadId)) return notFound();
  return findThread(world, sender.email, message, threadId) ?? newThreadId();
}

/** Gmail puts its own Message-ID and a Received line on, and the account's address into From; all else stays. */
function rewrite(sender: Person, message: MimeMessage): MimeMessage {
  const now = new Date().toUTCString().replace('GMT', '+0000');
  const kept = without(message.fields, 'message-id', 'from');
  const fields = [
    field('Received', `from stand-in named unknown by gmailapi.google.com with HTTPREST; ${now}`),
    field('From', ownFrom(sender, headerOf(message.fields, 'from'))),
    ...kept,
    field('Message-ID', newMessageId()),
  ];
  if (headerOf(kept, 'date') === undefined) fields.push(field('Date', now));
  return { fields, body: message.body };
}

function ownFrom(sender: Person, from: string | undefined): string {
  if (from === undefined || from === '') return `${sender.name} <${sender.email}>`;
  const [author, ...others] = readAddresses(from) ?? [];
  if (author?.address === sender.email && others.length === 0) return from;
  const name = /^([^<,]*)</.exec(from)?.[1]?.trim();
  return name ? `${name} <${sender.email}>` : sender.email;
}
