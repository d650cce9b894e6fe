import { createHmac, timingSafeEqual } from 'node:crypto';
import { parse, stringify } from 'uuid';
import type { Sealer } from '../mail/sealed-mail.ts';
import type { Store } from '../store/store.ts';
import { createServerSecret } from './server-secret.ts';

/** What a link in an email is for: its pixel, its way out, or one of its links, counted from 0. */
export type TokenPurpose = 'open' | 'unsubscribe' | { click: number };

/** Makes and reads what stands in the links of outgoing emails. */
export type RecipientTokens = {
  /** @throws RangeError when the link's number is not one of 0 to 65,535 */
  make(purpose: TokenPurpose, sendId: string): Promise<string>;
  /** Null for anything that `make` did not make, without asking the database. */
  read(token: string): Promise<{ sendId: string; purpose: TokenPurpose } | null>;
};

const kinds = { open: 1, unsubscribe: 2, click: 3 } as const;
const idBytes = 16;
/** 128 bits of HMAC-SHA256: half of it is the least that RFC 2104 §5 recommends. */
const macBytes = 16;
const longest = Math.ceil(((1 + idBytes + 2 + macBytes) * 4) / 3);

/**
 * Tokens that say which email they belong to and what for, signed by a key of the server's own: a database holds none
 * of them, and nobody can make one or turn one into another. 44 characters, for a link 47, all of them URL-safe.
 */
export function createRecipientTokens(store: Store, vault: Sealer): RecipientTokens {
  const key = createServerSecret(store, vault, 'recipient-tokens');
  const sign = (secret: Buffer, said: Buffer): Buffer =>
    createHmac('sha256', secret).update(said).digest().subarray(0, macBytes);
  return {
    async make(purpose, sendId) {
      const said = Buffer.concat([writePurpose(purpose), parse(sendId)]);
      return Buffer.concat([said, sign(await key(), said)]).toString('base64url');
    },
    async read(token) {
      const bytes = token.length <= longest ? Buffer.from(token, 'base64url') : Buffer.alloc(0);
      // One token has one spelling: stray characters and spare bits of the last one are not passed over.
      if (bytes.toString('base64url') !== token) return null;
      const purpose = readPurpose(bytes);
      if (!purpose) return null;
      const end = bytes.length - macBytes;
      const signed = sign(await key(), bytes.subarray(0, end));
      if (!timingSafeEqual(bytes.subarray(end), signed)) return null;
      return { sendId: stringify(bytes, end - idBytes), purpose };
    },
  };
}

function writePurpose(purpose: TokenPurpose): Buffer {
  if (typeof purpose === 'string') return Buffer.from([kinds[purpose]]);
  const written = Buffer.alloc(3, kinds.click);
  written.writeUInt16BE(purpose.click, 1);
  return written;
}

/** By its length and its first bytes; they are not signed for yet. */
function readPurpose(bytes: Buffer): TokenPurpose | null {
  const [kind] = bytes;
  const length = bytes.length - idBytes - macBytes;
  if (length === 3) return kind === kinds.click ? { click: bytes.readUInt16BE(1) } : null;
  if (length !== 1) return null;
  return kind === kinds.open ? 'open' : kind === kinds.unsubscribe ? 'unsubscribe' : null;
}
