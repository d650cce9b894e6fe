import type { Connection, MailboxRow } from '../../store/mailboxes.ts';
import type { Vault } from '../vault/index.ts';

const refreshCell = (id: string) => ({ table: 'mailboxes', id, column: 'sealed_refresh_token' });
const accessCell = (id: string) => ({ table: 'mailboxes', id, column: 'sealed_access_token' });

export const sealAccessToken = (vault: Vault, mailboxId: string, token: string): Buffer =>
  vault.seal(token, accessCell(mailboxId));

/** The tokens of a consent as they are stored. */
export const sealTokens = (
  vault: Vault,
  mailboxId: string,
  tokens: { refreshToken: string; accessToken: string },
): Pick<Connection, 'sealedRefreshToken' | 'sealedAccessToken'> => ({
  sealedRefreshToken: vault.seal(tokens.refreshToken, refreshCell(mailboxId)),
  sealedAccessToken: sealAccessToken(vault, mailboxId, tokens.accessToken),
});

export const openRefreshToken = (vault: Vault, mailbox: MailboxRow): string | null =>
  mailbox.sealedRefreshToken && vault.open(mailbox.sealedRefreshToken, refreshCell(mailbox.id));

export const openAccessToken = (vault: Vault, mailbox: MailboxRow): string | null =>
  mailbox.sealedAccessToken && vault.open(mailbox.sealedAccessToken, accessCell(mailbox.id));
