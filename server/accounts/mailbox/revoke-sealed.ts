import type { MailboxRow } from '../../store/mailboxes.ts';
import type { AccountsDeps } from '../deps.ts';
import { openRefreshToken } from './sealed-tokens.ts';

/**
 * Takes a permission back at the provider, after what we stored of it is gone: best effort with one more try, since
 * the owner can do it too (https://myaccount.google.com/connections).
 */
export async function revokeSealed(deps: AccountsDeps, mailbox: MailboxRow): Promise<boolean> {
  const token = openRefreshToken(deps.vault, mailbox);
  if (token === null) return true;
  const revoked = (await deps.identity.revoke(token)) || (await deps.identity.revoke(token));
  if (!revoked) deps.log.warn('The provider did not confirm a revocation.', { mailboxId: mailbox.id });
  return revoked;
}
