import { createCipheriv, createDecipheriv, createHmac, randomBytes, type KeyObject } from 'node:crypto';
import type { VaultKey } from './keys.ts';
import {
  boundTo,
  dataKeyBytes,
  fault,
  ivBytes,
  readSealed,
  tagBytes,
  writeSealed,
  type SealContext,
} from './sealed-format.ts';

export type { SealContext } from './sealed-format.ts';

/** Keeps secrets at rest: envelope encryption bound to the cell a value lies in. See vault.design.md. */
export interface Vault {
  seal(plain: string, context: SealContext): Buffer;
  /** @throws VaultError for anything but a value this vault sealed for exactly this cell */
  open(sealed: Buffer, context: SealContext): string;
  /** True when a value is sealed under an older key: the rotation command opens and seals it again. */
  resealNeeded(sealed: Buffer, context: SealContext): boolean;
  /** 32 bytes that only we can make from `input`: one result for each key, the current key's first. */
  derive(input: string): [Buffer, ...Buffer[]];
}

const cipher = 'aes-256-gcm';
const layer = { authTagLength: tagBytes };

/** A vault over the keys of BEHALF_KEY: the first one seals, all of them open. */
export function createVault(keys: readonly [VaultKey, ...VaultKey[]]): Vault {
  const [current, ...older] = keys;
  const keyById = new Map(keys.map((key) => [key.id.toString('hex'), key]));
  return {
    seal(plain, context) {
      const dataKey = randomBytes(dataKeyBytes);
      const wrapped = encrypt(current.wrapping, dataKey, boundTo('key', current.id, context));
      const value = encrypt(dataKey, Buffer.from(plain), boundTo('value', current.id, context));
      dataKey.fill(0);
      return writeSealed({
        keyId: current.id,
        wrapIv: wrapped.iv,
        wrappedKey: wrapped.body,
        wrapTag: wrapped.tag,
        ...value,
      });
    },
    open(sealed, context) {
      const { keyId, wrapIv, wrappedKey, wrapTag, ...value } = readSealed(sealed, context);
      const key = keyById.get(keyId.toString('hex'));
      if (!key) throw fault('unknown_key', 'is sealed under a key that BEHALF_KEY does not list', context);
      const wrapped = { iv: wrapIv, body: wrappedKey, tag: wrapTag };
      try {
        const dataKey = decrypt(key.wrapping, wrapped, boundTo('key', keyId, context));
        return decrypt(dataKey, value, boundTo('value', keyId, context)).toString();
      } catch {
        // Node's own error says no more, and carries nothing worth keeping.
        throw fault('not_authentic', 'was altered or belongs to another row', context);
      }
    },
    resealNeeded: (sealed, context) => !readSealed(sealed, context).keyId.equals(current.id),
    derive: (input) => [hmac(current, input), ...older.map((key) => hmac(key, input))],
  };
}

type Encrypted = { iv: Buffer; body: Buffer; tag: Buffer };

function encrypt(key: KeyObject | Buffer, plain: Buffer, bound: Buffer): Encrypted {
  const iv = randomBytes(ivBytes);
  const encryption = createCipheriv(cipher, key, iv, layer).setAAD(bound);
  const body = Buffer.concat([encryption.update(plain), encryption.final()]);
  return { iv, body, tag: encryption.getAuthTag() };
}

function decrypt(key: KeyObject | Buffer, { iv, body, tag }: Encrypted, bound: Buffer): Buffer {
  const decryption = createDecipheriv(cipher, key, iv, layer).setAAD(bound).setAuthTag(tag);
  const plain = decryption.update(body);
  // It judges the tag, and throws; GCM, a stream, holds nothing back for it.
  decryption.final();
  return plain;
}

const hmac = (key: VaultKey, input: string): Buffer =>
  createHmac('sha256', key.deriving).update(input).digest();
