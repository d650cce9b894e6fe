import { randomBytes } from 'node:crypto';
import type { Sealer } from '../mail/sealed-mail.ts';
import { keepServerSecret, readServerSecret } from '../store/server-secrets.ts';
import type { Store } from '../store/store.ts';

/**
 * A random key of 32 bytes that all processes share and that no change of `BEHALF_KEY` touches, by its name: made at
 * its first use, then kept in memory. A fault is not kept; the next call tries again.
 */
export function createServerSecret(store: Store, vault: Sealer, id: string): () => Promise<Buffer> {
  let known: Promise<Buffer> | undefined;
  const cell = { table: 'server_secrets', id, column: 'sealed_secret' };
  const load = async (): Promise<Buffer> => {
    const sealed =
      (await readServerSecret(store.read, id)) ??
      (await store.tx((q) => keepServerSecret(q, id, vault.seal(randomBytes(32).toString('base64'), cell))));
    return Buffer.from(vault.open(sealed, cell), 'base64');
  };
  return () => {
    known ??= load().catch((fault: unknown) => {
      known = undefined;
      throw fault;
    });
    return known;
  };
}
