import { isPlainAddress, normaliseAddress } from '../../../shared/domain/email-address.ts';
import { isHeaderSafe } from '../../../shared/domain/header-text.ts';
import type { ProviderAccount } from '../../mail/provider.ts';

/**
 * The provider's account in the form we store: the address plain and normalised, the name one visible line (both end
 * up in a From header), the picture only from https. Null when the address is none that mail could be sent from.
 */
export function readProfile(account: ProviderAccount): ProviderAccount | null {
  if (!isPlainAddress(account.email)) return null;
  const email = normaliseAddress(account.email);
  return {
    ...account,
    email,
    name: oneLine(account.name) || email,
    pictureUrl: account.pictureUrl?.startsWith('https://') ? account.pictureUrl.slice(0, 1000) : null,
    hostedDomain: account.hostedDomain?.toLowerCase() ?? null,
  };
}

const oneLine = (name: string): string =>
  [...name]
    .map((character) => (isHeaderSafe(character) ? character : ' '))
    .join('')
    // Without this pair no encoded word can begin (RFC 2047 §2).
    .replace(/=\?+/g, '=')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 100);
