import { z } from 'zod';
import { Id, Instant, PageQuery } from './page.ts';

/** Everything a member is told about as it happens. */
export const eventTypes = [
  'grant.requested',
  'grant.given',
  'grant.accepted',
  'grant.declined',
  'grant.withdrawn',
  'grant.lapsed',
  'grant.revoked',
  'grant.left',
  'grant.expired',
  'grant.suspended',
  'grant.resumed',
  'send.queued',
  'send.held',
  'send.sent',
  'send.failed',
  'send.uncertain',
  'send.cancelled',
  'send.blocked',
  'send.rejected',
  'send.edited',
  'send.opened',
  'send.clicked',
  'send.replied',
  'send.bounced',
  'batch.submitted',
  'batch.held',
  'batch.paused',
  'batch.resumed',
  'batch.cancelled',
  'batch.approved',
  'batch.rejected',
  'batch.blocked',
  'batch.done',
  'mailbox.connected',
  'mailbox.disconnected',
  'member.joined',
  'suppression.erasureAsked',
  'suppression.erased',
] as const;
export type EventType = (typeof eventTypes)[number];

/**
 * One event for one member. `cursor` orders a member's events without gaps; `subjectId` is the grant, send,
 * batch, mailbox, member or suppression.
 * `actor` is whose act it tells of, null when the system's (expiry, a retry, a failure). `send.sent` tells of the email
 * itself, so its actor is always who sent it, the requestor: also when a worker, or the acceptor looking into their Sent
 * folder, found out that it went. Whoever hears it and is not the actor was sent as.
 * `stopped` is how many emails that had not gone out the act ended, where it ended any: the emails of a batch are told
 * once, as `batch.…`, and not one by one.
 */
export const LiveEvent = z.strictObject({
  cursor: z.string(),
  type: z.enum(eventTypes),
  subjectId: Id,
  actor: z.strictObject({ id: Id, name: z.string() }).nullable(),
  at: Instant,
  stopped: z.int().optional(),
});
export type LiveEvent = z.infer<typeof LiveEvent>;

/**
 * `GET /v1/events` without an upgrade: the events after `cursor`; without one, none, only where the feed stands. Events
 * are kept for 90 days: a cursor that moves by more than the events that came with it passed over some that are gone.
 */
export const EventQuery = PageQuery;
export const EventPage = z.strictObject({ items: z.array(LiveEvent), cursor: z.string() });

/** The first frame a WebSocket client sends, within 5 s, since a browser can't set headers and URLs get logged. */
export const EventHello = z.strictObject({ token: z.string(), cursor: z.string().optional() });

/** Frames the server sends: `ready` once with the current cursor, then events. Anything the client sends later is a ping. */
export type EventFrame = { type: 'ready'; cursor: string } | { type: 'event'; event: LiveEvent };
