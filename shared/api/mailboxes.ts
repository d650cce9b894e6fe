import { z } from 'zod';
import { Id, Instant } from './page.ts';

/** `unconnected`: never connected; `disconnected`: was, and is not any more. */
export const mailboxStates = ['unconnected', 'connected', 'disconnected'] as const;
export type MailboxState = (typeof mailboxStates)[number];

/** Why a mailbox is disconnected: its owner asked for it, or the provider refused our permission. */
export const disconnectReasons = ['owner', 'provider'] as const;

/** My own mailbox. `replies` says whether reply detection (`gmail.metadata`) was granted. */
export const Mailbox = z.strictObject({
  id: Id,
  email: z.string(),
  name: z.string(),
  provider: z.enum(['google']),
  state: z.enum(mailboxStates),
  replies: z.boolean(),
  connectedAt: Instant.nullable(),
  disconnectReason: z.enum(disconnectReasons).nullable(),
});
export type Mailbox = z.infer<typeof Mailbox>;

/** Begins the provider's consent. `replies: false` leaves out `gmail.metadata`. */
export const ConnectMailbox = z.strictObject({ replies: z.boolean().default(true) });
/** The provider page on which the owner consents. */
export const ConnectMailboxResult = z.strictObject({ url: z.url() });
