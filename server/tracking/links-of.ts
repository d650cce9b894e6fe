import { LRUCache } from 'lru-cache';
import type { Sealer } from '../mail/sealed-mail.ts';
import { batched } from '../sending/batched.ts';
import type { Store } from '../store/store.ts';
import { readSealedLinks } from '../store/tracked-sends.ts';
import { openLinks } from './track-sends.ts';

/** So many emails' links are remembered, each for so long (milliseconds): what is erased leads nowhere after that. */
const [mostRemembered, rememberedMs] = [5_000, 10_000];

/** Where the links of an email lead, in their order; null for one that has none of ours, or was erased. */
export type LinksOf = (sendId: string) => Promise<readonly string[] | null>;

/** Those that are asked for at once are read together. */
export function createLinksOf(store: Store, vault: Sealer): LinksOf {
  const known = new LRUCache<string, readonly string[]>({ max: mostRemembered, ttl: rememberedMs });
  const read = batched(async (_store, sendIds: readonly string[]) => {
    const sealed = await readSealedLinks(store.read, sendIds);
    return sendIds.map((id) => {
      const links = sealed.get(id);
      return links ? openLinks(vault, id, links) : null;
    });
  });
  return async (sendId) => {
    const remembered = known.get(sendId);
    if (remembered) return remembered;
    const links = await read(store, sendId);
    if (links) known.set(sendId, links);
    return links;
  };
}
