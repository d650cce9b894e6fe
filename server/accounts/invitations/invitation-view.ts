import type { Invitation } from '../../../shared/api/invitations.ts';
import type { InvitationView } from '../../store/invitations.ts';

/** An invitation as both sides read it. */
export const toInvitation = ({ invitation, workspaceName, inviterName }: InvitationView): Invitation => ({
  id: invitation.id,
  email: invitation.email,
  workspaceName,
  invitedBy: inviterName,
  createdAt: new Date(invitation.createdAt).toISOString(),
});
