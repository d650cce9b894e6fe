import { VaultError } from './vault-error.ts';

/** Which cell a value is sealed for; it opens nowhere else. */
export type SealContext = { table: string; id: string; column: string };

export const formatVersion = 1;
export const ivBytes = 12;
export const tagBytes = 16;
export const dataKeyBytes = 32;
const keyIdAt = 1;
const keyIdBytes = 8;
const lengthAt = keyIdAt + keyIdBytes;
const wrapIvAt = lengthAt + 4;
const wrappedAt = wrapIvAt + ivBytes;
const wrapTagAt = wrappedAt + dataKeyBytes;
const ivAt = wrapTagAt + tagBytes;
const bodyAt = ivAt + ivBytes;

/** The parts of a sealed value, in the order they are written. */
export type SealedParts = {
  keyId: Buffer;
  wrapIv: Buffer;
  wrappedKey: Buffer;
  wrapTag: Buffer;
  iv: Buffer;
  body: Buffer;
  tag: Buffer;
};

export function writeSealed(parts: SealedParts): Buffer {
  const head = Buffer.alloc(wrapIvAt);
  head.writeUInt8(formatVersion, 0);
  parts.keyId.copy(head, keyIdAt);
  head.writeUInt32BE(parts.body.length, lengthAt);
  const { wrapIv, wrappedKey, wrapTag, iv, body, tag } = parts;
  return Buffer.concat([head, wrapIv, wrappedKey, wrapTag, iv, body, tag]);
}

/** @throws VaultError `not_sealed`, `unknown_version` or `truncated` */
export function readSealed(sealed: Buffer, context: SealContext): SealedParts {
  const version = sealed[0];
  // Text begins with a printable character or a line break; versions count up from 1 and stay below those.
  if (version === undefined || version === 0 || version >= 9)
    throw fault('not_sealed', 'is not sealed', context);
  if (version !== formatVersion) throw fault('unknown_version', 'is in a format we do not know', context);
  if (sealed.length < bodyAt + tagBytes) throw fault('truncated', 'is cut off', context);
  const bodyEnd = bodyAt + sealed.readUInt32BE(lengthAt);
  if (sealed.length !== bodyEnd + tagBytes) throw fault('truncated', 'is cut off', context);
  return {
    keyId: sealed.subarray(keyIdAt, lengthAt),
    wrapIv: sealed.subarray(wrapIvAt, wrappedAt),
    wrappedKey: sealed.subarray(wrappedAt, wrapTagAt),
    wrapTag: sealed.subarray(wrapTagAt, ivAt),
    iv: sealed.subarray(ivAt, bodyAt),
    body: sealed.subarray(bodyAt, bodyEnd),
    tag: sealed.subarray(bodyEnd),
  };
}

/** What a layer is bound to besides its key. JSON, so that no two different cells can spell the same bytes. */
export const boundTo = (layer: 'key' | 'value', keyId: Buffer, { table, id, column }: SealContext): Buffer =>
  Buffer.from(JSON.stringify([formatVersion, layer, keyId.toString('hex'), table, id, column]));

export const fault = (code: VaultError['code'], what: string, { table, column }: SealContext): VaultError =>
  new VaultError(code, `A value of ${table}.${column} ${what}.`);
