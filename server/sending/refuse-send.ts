import type { SendRefusal } from '../grants/authorise-send.ts';
import { refuse, type Refusal } from '../refusal.ts';

/** What the requestor is told when the policy says no: nothing was sent, why, and what to do. */
export function refuseSend(why: SendRefusal, sender: string): Refusal {
  switch (why) {
    case 'grant_not_live':
      return refuse(
        'grant_not_live',
        `You may not send as ${sender} now. Nothing was sent; ask ${sender} for permission.`,
      );
    case 'mailbox_paused':
      return refuse(
        'grant_not_live',
        `${sender} has paused sending by others. Nothing was sent; ask ${sender} to end the pause.`,
      );
    case 'member_frozen':
      return refuse('grant_not_live', `Sending as ${sender} was stopped by an admin. Nothing was sent.`);
    case 'mailbox_disconnected':
      return refuse(
        'mailbox_not_connected',
        `${sender}'s mailbox is disconnected. Nothing was sent; it works again once ${sender} reconnects it.`,
      );
    case 'recipient_not_allowed':
      return refuse(
        'recipient_not_allowed',
        `${sender}'s terms do not allow email to this recipient's domain. Nothing was sent.`,
      );
    case 'recipient_suppressed':
      return refuse(
        'recipient_suppressed',
        'This recipient is not to be written to by anybody of your company: they asked for that, or a teammate put them down. Nothing was sent.',
      );
  }
}
