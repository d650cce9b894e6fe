import { z } from 'zod';
import { EmailAddress } from '../domain/email-address.ts';
import { Id, Instant } from './page.ts';

/** An admin asks a personal account into the workspace. It joins only when that account accepts. */
export const Invitation = z.strictObject({
  id: Id,
  email: z.string(),
  workspaceName: z.string(),
  invitedBy: z.string(),
  createdAt: Instant,
});
export type Invitation = z.infer<typeof Invitation>;

export const CreateInvitation = z.strictObject({ email: EmailAddress });
