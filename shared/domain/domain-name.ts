import { z } from 'zod';

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** True for a plain ASCII host name with at least two labels (RFC 1035 §2.3.1, as relaxed by RFC 1123 §2.1). */
export function isDomainName(value: string): boolean {
  const labels = value.split('.');
  return value.length <= 253 && labels.length >= 2 && labels.every((part) => label.test(part));
}

/** A recipient domain as terms list it: lower-cased, ASCII (IDN in its `xn--` form). */
export const DomainName = z
  .string()
  .trim()
  .toLowerCase()
  .refine(isDomainName, 'must be a plain domain name such as example.com');
