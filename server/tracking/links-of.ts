import type { Sealer } from '../mail/sealed-mail.ts';
import { batched } from '../sending/batched.ts';
import type { Store } from '../store/store.ts';
import { readSealedLinks } from '../store/tracked-sends.ts';
import { openLinks } from './track-sends.ts';

/** Where the links of an email lead, in their order; null for one that has none of ours, or was erased. */
export type LinksOf = (sendId: string) => Promise<readonly string[] | null>;

/**
 * Those that are asked for at once are read together. None is remembered: what was erased leads nowhere from that commit
 * on, whichever process is asked, and reading one of many costs less than the rest of its answer.
 */
export function createLinksOf(store: Store, vault: Sealer): LinksOf {
  const read = batched(async (_store, sendIds: readonly string[]) => {
    const sealed = await readSealedLinks(store.read, sendIds);
    const opened = new Map([...sealed].map(([id, links]) => [id, openLinks(vault, id, links)]));
    return sendIds.map((id) => opened.get(id) ?? null);
  });
  return (sendId) => read(store, sendId);
}
