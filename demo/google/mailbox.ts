import PostalMime from 'postal-mime';
import { newMessageId, putNotice, type NoticeAction, type World } from './deliver.ts';
import type { Reply } from './errors.ts';
import { bareSubject, cutMessage, decodeHeader, headerOf, joinMessage, readAddresses } from './mime.ts';
import type { Person } from './people.ts';
import { sendMessage } from './send.ts';
import type { StoredMessage } from './store.ts';

/** A message as people and tests want to see it. */
export type MailboxMessage = {
  id: string;
  threadId: string;
  labels: string[];
  snippet: string;
  /** Milliseconds since the epoch. */
  date: number;
  /** Every header in order, decoded. */
  headers: { name: string; value: string }[];
  /** The header of that name, in lower case; the first one where there are several. */
  header: Record<string, string>;
  text: string | undefined;
  html: string | undefined;
};

/** The messages of a mailbox, oldest first, read from emulate's store without any token. */
export async function readMailbox(world: World, email: string): Promise<MailboxMessage[]> {
  return Promise.all(world.engine.store.messagesOf(email.toLowerCase()).map(readMessage));
}

/** One stored message, parsed. */
export async function readMessage(stored: StoredMessage): Promise<MailboxMessage> {
  const source = Buffer.from(stored.raw, 'base64url');
  const parsed = await PostalMime.parse(source);
  const headers = headersOf(stored);
  return {
    id: stored.gmail_id,
    threadId: stored.thread_id,
    labels: stored.label_ids,
    snippet: stored.snippet,
    date: Number(stored.internal_date),
    headers,
    header: Object.fromEntries(headers.toReversed().map(({ name, value }) => [name.toLowerCase(), value])),
    text: parsed.text,
    html: parsed.html,
  };
}

/** The headers alone, for lists: parsing whole messages would be wasted there. */
export function headersOf(stored: StoredMessage): { name: string; value: string }[] {
  const { fields } = cutMessage(Buffer.from(stored.raw, 'base64url'));
  return fields.map(({ name, value }) => ({ name, value: decodeHeader(value) }));
}

/** What somebody answers with. Extra headers make it an automatic answer, for example. */
export type ReplySpec = {
  /** Gmail's id or the Message-ID of what is answered; else the latest of `threadId`; else the latest received. */
  messageId?: string;
  threadId?: string;
  text: string;
  html?: string;
  subject?: string;
  headers?: Record<string, string>;
};

/** Lets a person answer a message in their mailbox, through the same door as any other send. */
export async function replyFrom(world: World, person: Person, spec: ReplySpec): Promise<Reply | undefined> {
  const original = findOriginal(world.engine.store.messagesOf(person.email), spec);
  if (original === undefined) return undefined;
  const { fields } = cutMessage(Buffer.from(original.raw, 'base64url'));
  const subject = headerOf(fields, 'subject') ?? '';
  const references = [headerOf(fields, 'references'), original.message_id].filter(Boolean).join(' ');
  const lines = [
    `From: ${person.email}`,
    `To: ${headerOf(fields, 'reply-to') ?? headerOf(fields, 'from') ?? ''}`,
    `Subject: ${spec.subject ?? (bareSubject(subject) === decodeHeader(subject).trim().toLowerCase() ? `Re: ${subject}` : subject)}`,
    `In-Reply-To: ${original.message_id}`,
    `References: ${references}`,
    ...Object.entries(spec.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    `Message-ID: ${newMessageId()}`,
    'MIME-Version: 1.0',
    `Content-Type: text/${spec.html === undefined ? 'plain' : 'html'}; charset=utf-8`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(spec.html ?? spec.text)
      .toString('base64')
      .replace(/.{76}/g, '$&\r\n'),
  ];
  const message = cutMessage(Buffer.from(lines.join('\r\n')));
  return sendMessage(world, person, {
    message,
    bytes: joinMessage(message).length,
    threadId: original.thread_id,
  });
}

/** A notice of the post about the latest message that was sent in a thread. */
export async function putNoticeOf(
  world: World,
  email: string,
  { threadId, action }: { threadId: string; action: NoticeAction },
): Promise<void> {
  const sent = world.engine.store
    .messagesOf(email)
    .findLast((m) => m.thread_id === threadId && m.label_ids.includes('SENT'));
  if (sent === undefined) throw new Error(`${email} sent nothing in that thread`);
  const message = cutMessage(Buffer.from(sent.raw, 'base64url'));
  const [to] = readAddresses(headerOf(message.fields, 'to')) ?? [];
  await putNotice(world, email, { message, address: to?.address ?? '', action, threadId });
}

function findOriginal(messages: StoredMessage[], spec: ReplySpec): StoredMessage | undefined {
  const { messageId, threadId } = spec;
  if (messageId !== undefined) {
    return messages.find((m) => m.gmail_id === messageId || m.message_id === messageId);
  }
  return messages
    .filter((m) => !m.label_ids.includes('SENT'))
    .findLast((m) => threadId === undefined || m.thread_id === threadId);
}
