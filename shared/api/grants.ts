import { z } from 'zod';
import { grantStates, suspensionReasons } from '../domain/grant-state.ts';
import { noteText } from '../domain/header-text.ts';
import { Terms, TermsInput } from '../domain/terms.ts';
import { mailboxStates } from './mailboxes.ts';
import { Id, Instant, PageQuery } from './page.ts';
import { Person } from './person.ts';

/** SHA-256 of the canonical terms, as 64 lower-case hex digits. */
export const TermsDigest = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * A grant as either of its two people sees it. `activeSince` is when consent was given, `endedAt` when it ended,
 * `lapsesAt` when an unanswered request ends, `usedToday` counts against `terms.dailyCap` (UTC day) and `waiting`
 * is how many of its emails have not gone out yet.
 */
export const Grant = z.strictObject({
  id: Id,
  state: z.enum(grantStates),
  suspendedBy: z.array(z.enum(suspensionReasons)),
  requestor: Person,
  acceptor: Person,
  mailbox: z.strictObject({ id: Id, email: z.string(), state: z.enum(mailboxStates) }),
  note: z.string().nullable(),
  terms: Terms,
  termsDigest: TermsDigest,
  usedToday: z.int(),
  waiting: z.int(),
  createdAt: Instant,
  lapsesAt: Instant.nullable(),
  activeSince: Instant.nullable(),
  endedAt: Instant.nullable(),
});
export type Grant = z.infer<typeof Grant>;

/** A grant as it was ended, and how many of its emails that had not gone out went with it. */
export const EndedGrant = Grant.extend({ stopped: z.int() });
export type EndedGrant = z.infer<typeof EndedGrant>;

export const grantSides = ['requestor', 'acceptor'] as const;
export type GrantSide = (typeof grantSides)[number];

export const GrantListQuery = PageQuery.extend({ side: z.enum(grantSides).optional() });

/** A requestor asks to send as `acceptorId`. `note` is what the acceptor reads beside the terms. */
export const RequestGrant = z.strictObject({
  acceptorId: Id,
  note: noteText(500).optional(),
  terms: TermsInput.optional(),
});
export type RequestGrant = z.input<typeof RequestGrant>;

/** An acceptor lets `requestorId` send as them, without having been asked. */
export const GiveGrant = z.strictObject({ requestorId: Id, terms: TermsInput.optional() });
export type GiveGrant = z.input<typeof GiveGrant>;

/** Acceptance names the digest of the terms that were on the screen. */
export const AcceptGrant = z.strictObject({ termsDigest: TermsDigest });

/** How many waiting emails a revocation, leave or pause stopped. */
export const Stopped = z.strictObject({ stopped: z.int() });
