import { z } from 'zod';
import { mailboxStates } from './mailboxes.ts';
import { Id, Instant } from './page.ts';
import { Person } from './person.ts';

export const roles = ['admin', 'member'] as const;
export type Role = (typeof roles)[number];

/** `domain` is the hosted domain its members sign in with, or null for a personal account's own workspace. */
export const Workspace = z.strictObject({ id: Id, name: z.string(), domain: z.string().nullable() });

/** The signed-in member. `pausedAt` is when they paused all sending by others, or null. */
export const Me = Person.extend({
  role: z.enum(roles),
  workspace: Workspace,
  pausedAt: Instant.nullable(),
});
export type Me = z.infer<typeof Me>;

/**
 * What deleting my data would stop, and whom it would make an admin because I am the last one: `emails` wait now, my
 * own and others' from my mailbox; `grants` are open, on either side.
 */
export const Deletion = z.strictObject({
  emails: z.int(),
  grants: z.int(),
  mailboxConnected: z.boolean(),
  newAdmin: z.string().nullable(),
});
export type Deletion = z.infer<typeof Deletion>;

/** `email` is my own address, typed once more. */
export const DeleteMe = z.strictObject({ email: z.string().max(320) });
export type DeleteMe = z.infer<typeof DeleteMe>;

/** A teammate, with what the panel needs to know before asking them. */
export const TeamMember = Person.extend({
  role: z.enum(roles),
  mailboxState: z.enum(mailboxStates),
  frozenAt: Instant.nullable(),
  isMe: z.boolean(),
});
export type TeamMember = z.infer<typeof TeamMember>;
