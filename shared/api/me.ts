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

/** A teammate, with what the panel needs to know before asking them. */
export const TeamMember = Person.extend({
  role: z.enum(roles),
  mailboxState: z.enum(mailboxStates),
  frozenAt: Instant.nullable(),
  isMe: z.boolean(),
});
export type TeamMember = z.infer<typeof TeamMember>;
