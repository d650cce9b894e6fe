import type { Store } from '../../store/store.ts';
import { findEmailOrigin, type EmailOrigin } from '../../store/suppressions.ts';
import type { RecipientTokens } from '../recipient-token.ts';
import { suppress } from './suppress.ts';

type Deps = { store: Store; recipientTokens: RecipientTokens };

/** Which email a recipient's link belongs to. Null: it is none of ours. */
export async function findEmailOf(
  { store, recipientTokens }: Deps,
  token: string,
): Promise<EmailOrigin | null> {
  const said = await recipientTokens.read(token);
  return said?.purpose === 'unsubscribe' ? findEmailOrigin(store.read, said.sendId) : null;
}

/** True for an email whose sender had their data deleted: nobody knows any more whom it went to. */
export const isErased = ({ toEmail }: EmailOrigin): boolean => toEmail === '';

/**
 * A recipient does not want to be written to again. When this resolves it holds for everybody of the workspace, and
 * nothing more is counted of what they got. As often as they like; nothing happens for a link that is none of ours.
 */
export async function object(deps: Deps, token: string, now: number): Promise<EmailOrigin | null> {
  const email = await findEmailOf(deps, token);
  if (!email || isErased(email)) return email;
  const { workspaceId, toEmail, sendId } = email;
  await deps.store.tx(async (q) => {
    await suppress(q, { workspaceId, emails: [toEmail], source: 'recipient', sendId, now });
  });
  return email;
}
