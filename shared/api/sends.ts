import { z } from 'zod';
import { EmailAddress } from '../domain/email-address.ts';
import { headerText } from '../domain/header-text.ts';
import { sendFailures, sendStates } from '../domain/send-state.ts';
import { waitReasons } from '../domain/send-wait.ts';
import { trackingModes } from '../domain/tracking-policy.ts';
import { WorkingHours } from '../domain/working-hours.ts';
import { grantSides } from './grants.ts';
import { outcomeFilters, SendOutcome } from './outcomes.ts';
import { Day, Id, Instant, PageQuery } from './page.ts';
import { Person } from './person.ts';
import { timing } from './timing.ts';

/** The largest HTML or text body accepted (UTF-16 units); the request body as a whole may have 1 MiB. */
export const maxBodyLength = 400_000;

/** Names whose mailbox the email goes out from: through a grant, or from one's own mailbox. */
export const SendFrom = z.union([z.strictObject({ grantId: Id }), z.strictObject({ mailboxId: Id })]);

/** Who gets the email: one plain address and an optional display name. */
export const Recipient = z.strictObject({ email: EmailAddress, name: headerText(200).optional() });

/** What the sender asks to see of it; the workspace's policy decides how much of that there is. */
export const Track = z.strictObject({ opens: z.boolean(), clicks: z.boolean() });

/** One email to one recipient. `inReplyTo` continues the thread of an earlier send of the same mailbox. */
export const SubmitSend = z.strictObject({
  from: SendFrom,
  to: Recipient,
  subject: headerText(500),
  html: z.string().max(maxBodyLength),
  text: z.string().max(maxBodyLength).optional(),
  ...timing,
  inReplyTo: Id.optional(),
  track: Track.default({ opens: false, clicks: false }),
});
export type SubmitSend = z.input<typeof SubmitSend>;
export type SubmittedSend = z.output<typeof SubmitSend>;

/** `Idempotency-Key`: 8 to 200 visible ASCII characters, chosen by the client once per intended email. */
export const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{8,200}$/);

/**
 * What of an email is looked at once it is out, as the workspace's policy had it when it was submitted: whether this
 * one's opens and clicks are told, or only in sums over many emails.
 */
export const SendTracking = z.strictObject({
  mode: z.enum(trackingModes).exclude(['off']),
  opens: z.boolean(),
  clicks: z.boolean(),
});
export type SendTracking = z.infer<typeof SendTracking>;

/** Why an email has not gone out yet, and until when at the earliest (null: until somebody acts). */
export const Waiting = z.strictObject({ reason: z.enum(waitReasons), until: Instant.nullable() });
export type Waiting = z.infer<typeof Waiting>;

/**
 * A send as its requestor and its acceptor see it. `undoUntil` is set while it can still be undone; `plannedAt` is when
 * it was meant to go and `dueAt` when it is handed over at the earliest; `waiting` says why it has not gone out yet,
 * null once it is under way or at its end; `listedAt` is where it stands in lists: when it went, else when it ended, else
 * when it is meant to go; `failure` says why it ended without being sent, or that its outcome is
 * unknown. `batchId` names the batch it belongs to. `tracking` is what of it is looked at, null for nothing. `outcome` is
 * what became of it since it was sent, null before.
 */
export const Send = z.strictObject({
  id: Id,
  state: z.enum(sendStates),
  grantId: Id.nullable(),
  mailboxId: Id,
  requestor: Person,
  acceptor: Person,
  to: z.strictObject({ email: z.string(), name: z.string().nullable() }),
  subject: z.string(),
  contentHash: z.string(),
  inReplyTo: Id.nullable(),
  batchId: Id.nullable(),
  createdAt: Instant,
  plannedAt: Instant,
  dueAt: Instant,
  waiting: Waiting.nullable(),
  undoUntil: Instant.nullable(),
  sentAt: Instant.nullable(),
  listedAt: Instant,
  attempts: z.int(),
  failure: z.strictObject({ code: z.enum(sendFailures), message: z.string() }).nullable(),
  tracking: SendTracking.nullable(),
  outcome: SendOutcome.nullable(),
});
export type Send = z.infer<typeof Send>;

/**
 * One send with the content that went or will go out (after sanitising), and how its time was asked for.
 * `unsubscribeLine`: whether it ends with a line by which its reader can ask not to be written to again, as the
 * workspace's policy had it when it was written.
 */
export const SendDetail = Send.extend({
  html: z.string(),
  text: z.string(),
  unsubscribeLine: z.boolean(),
  zone: z.string().nullable(),
  hours: WorkingHours.nullable(),
});
export type SendDetail = z.infer<typeof SendDetail>;

/**
 * Which of my sends are shown. `sender` is as whom they go out and `requestor` who wrote them; `others` leaves out those
 * from one's own mailbox. `from` and `to` are the first and the last day (UTC) on which they are listed: the days that
 * figures count what was sent for. `past` leaves out what is planned for later.
 */
const sendFilter = {
  side: z.enum(grantSides).optional(),
  state: z.enum(sendStates).optional(),
  batch: Id.optional(),
  sender: Id.optional(),
  requestor: Id.optional(),
  others: z.literal('true').optional(),
  outcome: z.enum(outcomeFilters).optional(),
  from: Day.optional(),
  to: Day.optional(),
  past: z.literal('true').optional(),
};

/**
 * Newest first by `listedAt`, so what has yet to go stands on top. A page may be short, even empty, and not be the last
 * one: only so many emails are looked through for each. What moves meanwhile may be on two pages, or on none.
 */
export const SendListQuery = PageQuery.extend(sendFilter);

/** The most emails in one file. */
export const maxSendsExported = 10_000;
export const SendExportQuery = z.strictObject({ format: z.literal('csv').default('csv'), ...sendFilter });

/** SHA-256 over what a recipient will read, as 64 lower-case hex digits. */
export const ContentHash = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What an email that has not gone out yet is to become; `contentHash` names what it was made from. Without `to` the
 * recipient stays. Without `sendAt`, `zone` and `hours` its time stays; any one of them replaces all three. Without
 * `track` what is seen of it stays.
 */
export const EditSend = z.strictObject({
  contentHash: ContentHash,
  to: Recipient.optional(),
  subject: headerText(500),
  html: z.string().max(maxBodyLength),
  text: z.string().max(maxBodyLength).optional(),
  ...timing,
  track: Track.optional(),
});
export type EditSend = z.input<typeof EditSend>;

/** The acceptor's answer about an uncertain send. */
export const ResolveSend = z.strictObject({ outcome: z.enum(['sent', 'notSent']) });

/** What happened to one send, oldest first. */
export const SendEvent = z.strictObject({
  id: z.string(),
  type: z.string(),
  at: Instant,
  actor: z.string().nullable(),
});

/** The acceptor's yes names the content that was on the screen. */
export const ApproveSend = z.strictObject({ contentHash: ContentHash });
