import { createHash, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { VaultError } from './vault-error.ts';

const keyBytes = 32;

/** A key-encryption key in the forms it is used in; the configured bytes themselves are not kept. */
export type VaultKey = {
  /** The first 8 bytes of the key's SHA-256: names it inside sealed values without telling anything about it. */
  id: Buffer;
  wrapping: KeyObject;
  deriving: KeyObject;
};

/** A fresh key as BEHALF_KEY wants it: base64 of 32 random bytes. */
export const newKey = (): string => randomBytes(keyBytes).toString('base64');

/**
 * Reads BEHALF_KEY: one or several base64 keys of 32 bytes, separated by commas; the first one seals, all of them open.
 *
 * @throws VaultError `bad_key`, saying which entry is wrong and how to make a key, never repeating it
 */
export function parseKeys(value: string | undefined): [VaultKey, ...VaultKey[]] {
  const entries = (value ?? '').split(',').map((entry) => entry.trim());
  const [current, ...older] = entries.map(parseKey);
  if (!current) throw badKey('is missing');
  const ids = [current, ...older].map((key) => key.id.toString('hex'));
  if (new Set(ids).size < ids.length) throw badKey('lists the same key twice');
  return [current, ...older];
}

function parseKey(entry: string, position: number): VaultKey {
  if (entry === '')
    throw badKey(position === 0 ? 'is missing' : `has an empty entry (number ${position + 1})`);
  const bytes = Buffer.from(entry, 'base64');
  if (bytes.length !== keyBytes || bytes.toString('base64') !== entry) {
    throw badKey(`is not base64 of exactly ${keyBytes} bytes (entry number ${position + 1})`);
  }
  return {
    id: createHash('sha256').update(bytes).digest().subarray(0, 8),
    wrapping: subKey(bytes, 'behalf vault: wrap data keys, v1'),
    deriving: subKey(bytes, 'behalf vault: derive tokens, v1'),
  };
}

/** One key for one purpose (HKDF, RFC 5869), so that no use of the configured key can weaken another. */
const subKey = (bytes: Buffer, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', bytes, '', purpose, keyBytes)));

const badKey = (what: string) =>
  new VaultError('bad_key', `BEHALF_KEY ${what}. Make a key with: npm run keys -- new`);
