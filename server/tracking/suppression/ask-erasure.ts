import { recipientKeyOf } from '../../../shared/domain/email-address.ts';
import { appendAudit } from '../../audit/append.ts';
import { tell } from '../../store/events.ts';
import { findAdminIds } from '../../store/members.ts';
import type { Store } from '../../store/store.ts';
import { markErasureAsked, type EmailOrigin } from '../../store/suppressions.ts';
import type { RecipientTokens } from '../recipient-token.ts';
import { isErased, object } from './object.ts';

type Deps = { store: Store; recipientTokens: RecipientTokens };

/**
 * A recipient wants what is stored about them deleted: they object, and the admins of the workspace are asked, once
 * however often it is repeated. It is for them to do, since what went out under somebody's name stands in that person's
 * ledger, and links are passed on. Nothing happens for a link that is none of ours.
 */
export async function askErasure(deps: Deps, token: string, now: number): Promise<EmailOrigin | null> {
  const email = await object(deps, token, now);
  if (!email || isErased(email)) return email;
  const { workspaceId, toEmail } = email;
  // Apart from the objection, which holds whatever comes of this: that one tells others, whose rows it locks.
  await deps.store.tx(async (q) => {
    const recipientKey = recipientKeyOf(toEmail);
    const asked = await markErasureAsked(q, { workspaceId, recipientKey, at: now });
    if (!asked) return;
    const type = 'suppression.erasureAsked';
    await tell(q, await findAdminIds(q, workspaceId), { type, subjectId: asked.id, actorId: null, at: now });
    await appendAudit(q, {
      ...{ workspaceId, at: now, action: 'suppression.askErasure', actorId: null },
      ...{ subjectType: 'suppression', subjectId: asked.id },
    });
  });
  return email;
}
