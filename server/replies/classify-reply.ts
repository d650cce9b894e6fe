import type { BounceReason, ReplyKind } from '../../shared/domain/reply.ts';
import type { ThreadMessage } from '../mail/provider.ts';

/** What gave a message away: a closed set, so that each rule can be tested by its name. */
export type ReplySign =
  | 'exchange_ndr'
  | 'failed_recipients'
  | 'delivery_report'
  | 'mail_daemon'
  | 'receipt'
  | 'auto_submitted'
  | 'auto_header'
  | 'suppresses_answers'
  | 'precedence'
  | 'null_sender'
  | 'no_reply_address'
  | 'nothing_automatic';

export type ReplyVerdict = { kind: ReplyKind; sign: ReplySign };

const hour = 3_600_000;
/** No mail server gives notice of a mere delay sooner (milliseconds): sendmail and Exchange do after four hours. */
const firstDelayMs = 4 * hour;
/** By now those that warned have given up or will: Gmail warns after a day and gives up after three (milliseconds). */
const gaveUpMs = 60 * hour;

/**
 * Who or what wrote a message that came `afterMs` after the email it belongs to, by its headers alone. Whether a notice
 * of the post is final stands in its body, which is never read: so its mark tells and, without one, when it came.
 * https://www.rfc-editor.org/rfc/rfc3834 (automatic answers), https://www.rfc-editor.org/rfc/rfc6522 (reports).
 */
export function classifyReply({ headers }: Pick<ThreadMessage, 'headers'>, afterMs: number): ReplyVerdict {
  const notice = noticeSign(headers);
  if (notice !== null) return { kind: noticeKind(notice, headers, afterMs), sign: notice };
  const auto = autoSign(headers);
  return auto === null ? { kind: 'person', sign: 'nothing_automatic' } : { kind: 'auto', sign: auto };
}

type Headers = ThreadMessage['headers'];

/** What says that the post wrote this, not a person or their program. */
function noticeSign(headers: Headers): ReplySign | null {
  const report = reportType(headers);
  if (report !== null && report !== 'delivery-status') return null;
  if (has(headers, 'x-ms-exchange-message-is-ndr')) return 'exchange_ndr';
  if (has(headers, 'x-failed-recipients')) return 'failed_recipients';
  if (report !== null) return 'delivery_report';
  return mailDaemons.test(localPart(headers)) && !isPersonsPostmaster(headers) ? 'mail_daemon' : null;
}

const mailDaemons = /^(mailer-?daemon|mail-?daemon|postmaster|mdaemon)$/;

/** A small company's postmaster may be a person: what they write has a sender, and says nothing of being automatic. */
const isPersonsPostmaster = (headers: Headers): boolean =>
  localPart(headers) === 'postmaster' && !isNullSender(headers) && autoSign(headers) === null;

function noticeKind(sign: ReplySign, headers: Headers, afterMs: number): ReplyKind {
  if (sign === 'exchange_ndr' || afterMs < firstDelayMs || afterMs >= gaveUpMs) return 'bounce';
  // Exim marks failures only; of Gmail it is not known, and it tells again when it has given up.
  return sign === 'failed_recipients' && !isGmails(headers) ? 'bounce' : 'delay';
}

const isGmails = (headers: Headers): boolean => /@(googlemail|gmail)\.com$/.test(addressOf(headers));

/** What says that no person wrote this. */
function autoSign(headers: Headers): ReplySign | null {
  if (reportType(headers) !== null) return 'receipt';
  // Anything but "no" (RFC 3834, section 5), whatever comments stand behind it.
  const submitted = word(headers, 'auto-submitted');
  if (submitted !== '' && submitted !== 'no') return 'auto_submitted';
  if (saysYes(headers, 'x-autoreply') || saysYes(headers, 'x-autorespond')) return 'auto_header';
  // Lists and groups put "list" on what people write.
  if (/^(bulk|junk|auto_reply)$/.test(word(headers, 'precedence'))) return 'precedence';
  if (/\b(all|oof|autoreply)\b/.test(lower(headers, 'x-auto-response-suppress'))) return 'suppresses_answers';
  if (isNullSender(headers)) return 'null_sender';
  return noReply.test(localPart(headers)) ? 'no_reply_address' : null;
}

const noReply = /^(no-?_?reply|do-?_?not-?_?reply)\b/;

/** The kind of a `multipart/report`, or null when the message is none; '' when it does not say. */
function reportType(headers: Headers): string | null {
  const type = lower(headers, 'content-type');
  if (!type.startsWith('multipart/report')) return null;
  return /report-type\s*=\s*"?([\w-]+)/.exec(type)?.[1] ?? 'delivery-status';
}

const lower = (headers: Headers, name: string): string => (headers[name] ?? '').trim().toLowerCase();
const has = (headers: Headers, name: string): boolean => headers[name] !== undefined;
/** The first word of a value. */
const word = (headers: Headers, name: string): string => /^[\w-]*/.exec(lower(headers, name))![0];
const saysYes = (headers: Headers, name: string): boolean =>
  has(headers, name) && !/^(no|false|0)$/.test(lower(headers, name));
const isNullSender = (headers: Headers): boolean => lower(headers, 'return-path') === '<>';

/** The address of `From`, in lower case; names in quotes may hold anything. */
function addressOf(headers: Headers): string {
  const from = lower(headers, 'from').replace(/"(?:[^"\\]|\\.)*"/g, '');
  return /<([^<>]*)>/.exec(from)?.[1] ?? from.trim();
}
const localPart = (headers: Headers): string => addressOf(headers).split('@')[0]!;

/** The first of each kind that came in a thread (epoch milliseconds, by the provider's clock), and why it came back. */
export type ThreadAnswer = {
  repliedAt: number | null;
  autoRepliedAt: number | null;
  bouncedAt: number | null;
  bounceReason: BounceReason | null;
};

/** What came of an email sent at `sentAt`, by what others wrote in its thread after it, oldest first. */
export function classifyThread(messages: readonly ThreadMessage[], sentAt: number): ThreadAnswer {
  const judged = messages.map((message) => ({
    at: message.at,
    kind: classifyReply(message, message.at - sentAt).kind,
  }));
  const first = (kind: ReplyKind): number | null => judged.find((one) => one.kind === kind)?.at ?? null;
  const bouncedAt = first('bounce');
  return {
    repliedAt: first('person'),
    autoRepliedAt: first('auto'),
    bouncedAt,
    bounceReason: bouncedAt === null ? null : reasonOf(bouncedAt - sentAt),
  };
}

/** No header says why it came back: after days of trying nobody answered, before that it stands in the body only. */
const reasonOf = (afterMs: number): BounceReason => (afterMs >= gaveUpMs ? 'unreachable' : 'other');
