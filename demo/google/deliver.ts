import { randomUUID } from 'node:crypto';
import type { Engine } from './engine.ts';
import {
  bareSubject,
  field,
  headerOf,
  joinMessage,
  type MimeMessage,
  referencedIds,
  without,
} from './mime.ts';
import { cutMessage } from './mime.ts';
import type { Directory, Person } from './people.ts';

/** Where mail goes: who has an account, and emulate's mailboxes. */
export type World = { directory: Directory; engine: Engine };

/** A Message-ID of the form that Gmail gives to what it sends. */
export const newMessageId = (): string => `<CA${randomUUID()}-${randomUUID()}@mail.gmail.com>`;

/** A thread id that no mailbox has yet. */
export const newThreadId = (): string => `thr_${randomUUID()}`;

/**
 * The thread of a mailbox that a message belongs to: one that holds a message it refers to, under the same
 * subject. Gmail asks for both (https://developers.google.com/workspace/gmail/api/guides/threads).
 */
export function findThread(
  world: World,
  email: string,
  message: MimeMessage,
  onlyThread?: string,
): string | undefined {
  const subject = bareSubject(headerOf(message.fields, 'subject'));
  for (const id of referencedIds(message.fields)) {
    for (const candidate of world.engine.store.messagesByMessageId(id)) {
      if (candidate.user_email !== email) continue;
      if (onlyThread !== undefined && candidate.thread_id !== onlyThread) continue;
      if (bareSubject(String(candidate.subject)) === subject) return candidate.thread_id;
    }
  }
  return undefined;
}

/** Puts a message into the mailboxes of those addressed; answers where it landed and what bounced. */
export async function deliver(
  world: World,
  sender: Person,
  message: MimeMessage,
  recipients: string[],
): Promise<{ delivered: string[]; bounced: string[] }> {
  const delivered: string[] = [];
  const bounced: string[] = [];
  for (const address of new Set(recipients)) {
    const person = world.directory.find(address);
    if (person === undefined) {
      if (world.directory.hosts(address.split('@')[1] ?? '')) bounced.push(address);
      continue;
    }
    if (person.email === sender.email || delivered.includes(person.email)) continue;
    delivered.push(person.email);
    await putIntoInbox(world, person, message, address);
  }
  for (const address of bounced) await bounce(world, sender, message, address);
  return { delivered, bounced };
}

async function putIntoInbox(
  world: World,
  person: Person,
  message: MimeMessage,
  address: string,
): Promise<void> {
  const fields = [field('Delivered-To', address), ...without(message.fields, 'bcc')];
  const raw = joinMessage({ fields, body: message.body }).toString('base64url');
  await world.engine.ask(person.email, 'POST', '/gmail/v1/users/me/messages/import', {
    raw,
    threadId: findThread(world, person.email, message) ?? newThreadId(),
    labelIds: ['INBOX', 'UNREAD'],
    internalDate: String(Date.now()),
  });
}

/** What a notice of the post says became of a message: it came back, or it is tried further. */
export type NoticeAction = 'failed' | 'delayed';

/** Gmail's own bounce, or notice of a delay, in the send's thread. */
async function bounce(world: World, sender: Person, message: MimeMessage, address: string): Promise<void> {
  const original = headerOf(message.fields, 'message-id') ?? '';
  const [sent] = world.engine.store
    .messagesByMessageId(original)
    .filter((m) => m.user_email === sender.email);
  await putNotice(world, sender.email, {
    message,
    address,
    action: 'failed',
    threadId: sent?.thread_id ?? newThreadId(),
  });
}

/** Puts a delivery status notification into a mailbox, as far as programs look at it: RFC 3464 parts, `X-Failed-Recipients`. */
export async function putNotice(
  world: World,
  email: string,
  notice: { message: MimeMessage; address: string; action: NoticeAction; threadId: string },
): Promise<void> {
  const { message, address, action, threadId } = notice;
  const failed = action === 'failed';
  const original = headerOf(message.fields, 'message-id') ?? '';
  const boundary = randomUUID();
  const lines = [
    'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    `To: ${email}`,
    'Auto-Submitted: auto-replied',
    `Subject: Delivery Status Notification (${failed ? 'Failure' : 'Delay'})`,
    `In-Reply-To: ${original}`,
    `References: ${original}`,
    ...(failed ? [`X-Failed-Recipients: ${address}`] : []),
    `Message-ID: ${newMessageId()}`,
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    failed
      ? `Address not found: your message wasn't delivered to ${address}.`
      : `Delivery incomplete: your message to ${address} is delayed and tried further.`,
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; googlemail.com',
    '',
    `Final-Recipient: rfc822; ${address}`,
    `Action: ${action}`,
    `Status: ${failed ? '5.1.1' : '4.4.1'}`,
    `--${boundary}`,
    'Content-Type: message/rfc822',
    '',
    joinMessage({ fields: message.fields, body: Buffer.alloc(0) })
      .toString('utf8')
      .trimEnd(),
    `--${boundary}--`,
    '',
  ];
  const report = cutMessage(Buffer.from(lines.join('\r\n')));
  await world.engine.ask(email, 'POST', '/gmail/v1/users/me/messages/import', {
    raw: joinMessage(report).toString('base64url'),
    threadId,
    labelIds: ['INBOX', 'UNREAD'],
    internalDate: String(Date.now()),
  });
}
