import { z } from 'zod';

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * True for a plain ASCII host name with at least two labels (RFC 1035 §2.3.1, as relaxed by RFC 1123 §2.1). Top-level
 * names are never all digits (RFC 3696 §2), so `127.0.0.1` is none.
 */
export function isDomainName(value: string): boolean {
  const labels = value.split('.');
  if (value.length > 253 || labels.length < 2 || !labels.every((part) => label.test(part))) return false;
  return /[a-z]/.test(labels.at(-1)!);
}

/** A recipient domain as terms list it: lower-cased, ASCII (IDN in its `xn--` form). */
export const DomainName = z
  .string()
  .trim()
  .toLowerCase()
  .refine(isDomainName, 'must be a plain domain name such as example.com');
