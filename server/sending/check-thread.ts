import type { GrantActor } from '../grants/grant-actor.ts';
import type { Sealer } from '../mail/sealed-mail.ts';
import { notFound, refuse, type Refusal } from '../refusal.ts';
import { findSendOf } from '../store/sends.ts';
import type { Db } from '../store/store.ts';
import { isErased, openHeading } from './content.ts';

/** A follow-up continues a thread of the same requestor and mailbox, under its subject (Gmail's rule for threads). */
export async function checkThread(
  q: Db,
  vault: Sealer,
  actor: GrantActor,
  request: { inReplyTo: string | null; subject: string },
  mailbox: { id: string; replies: boolean },
): Promise<null | Refusal> {
  if (request.inReplyTo === null) return null;
  const earlier = await findSendOf(q, request.inReplyTo, actor.memberId);
  if (!earlier || earlier.requestorId !== actor.memberId || earlier.mailboxId !== mailbox.id)
    return notFound();
  if (earlier.state !== 'sent') {
    return refuse('state_moved_on', 'inReplyTo: that email was not sent yet, so nothing can follow it.');
  }
  if (!mailbox.replies) {
    return refuse(
      'mailbox_not_connected',
      'This mailbox is connected for sending only; continuing a thread also needs reply detection.',
    );
  }
  if (isErased(earlier.sealedHeading)) {
    return refuse('state_moved_on', 'inReplyTo: what that email said was erased, so nothing can follow it.');
  }
  const base = (subject: string) => subject.replace(/^(\s*re\s*:\s*)+/i, '').trim();
  return base(openHeading(vault, earlier).subject) === base(request.subject)
    ? null
    : refuse(
        'invalid_request',
        'subject: a follow-up keeps the subject of the email it follows (with or without "Re:").',
      );
}
