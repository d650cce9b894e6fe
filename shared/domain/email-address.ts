import { z } from 'zod';
import { isDomainName } from './domain-name.ts';
import { isHeaderSafe } from './header-text.ts';

// RFC 5321's atoms without `!` and `%`: relays have read `x%other.example@host` and `other.example!x@host` as routes.
const localPart = /^[A-Za-z0-9#$&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9#$&'*+/=?^_`{|}~-]+)*$/;

/**
 * True for exactly one plain address: an unquoted local part (RFC 5321 §4.1.2 dot-string, at most 64 octets) and an
 * ASCII domain. Quoted local parts, comments, groups, lists, routes, encoded words, address literals and non-ASCII
 * letters (look-alikes) are refused rather than interpreted: nobody's mail should go somewhere a person could not read
 * off the screen.
 */
export function isPlainAddress(value: string): boolean {
  const at = value.lastIndexOf('@');
  const local = value.slice(0, at);
  const domain = value.slice(at + 1).toLowerCase();
  if (at <= 0 || value.length > 254 || local.length > 64) return false;
  return localPart.test(local) && isHeaderSafe(local) && isDomainName(domain);
}

/** The address with its domain in lower case; the local part is the receiving host's business (RFC 5321 §2.4). */
export function normaliseAddress(value: string): string {
  const at = value.lastIndexOf('@');
  return value.slice(0, at + 1) + value.slice(at + 1).toLowerCase();
}

/** One key per recipient: hosts that tell upper from lower case in local parts are not met in practice (RFC 5321 §2.4). */
export const recipientKeyOf = (address: string): string => address.toLowerCase();

/** The lower-cased domain of an address. */
export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** One plain email address, as `isPlainAddress` defines it. */
export const EmailAddress = z
  .string()
  .max(254)
  .refine(isPlainAddress, 'must be one plain email address such as ada@example.com')
  .transform(normaliseAddress);
