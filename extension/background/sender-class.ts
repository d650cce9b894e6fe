import { siteOf } from '../../shared/domain/site.ts';
import type { MessageSender } from '../platform/runtime.ts';

/** Who a message comes from. The site is the browser's word, never the payload's. */
export type From =
  { class: 'page' } | { class: 'content'; site: string; tabId: number; documentId: string | undefined };

/** Our own id and origin, and whether Behalf is on at a site. */
export interface Surroundings {
  id: string | undefined;
  origin: string;
  siteIsOn(site: string): Promise<boolean>;
}

/**
 * The class of a sender, or null for everybody who has no business here: other extensions, frames inside a page, sites
 * where Behalf is off. Our own pages have a `tab` too when open in one, so the origin decides.
 */
export async function classify(sender: MessageSender, surroundings: Surroundings): Promise<From | null> {
  if (sender.id === undefined || sender.id !== surroundings.id) return null;
  if (sender.origin === surroundings.origin) return { class: 'page' };
  const tabId = sender.tab?.id;
  if (tabId === undefined || sender.frameId !== 0 || sender.origin === undefined) return null;
  const site = siteOf(sender.origin);
  if (site === null || !(await surroundings.siteIsOn(site))) return null;
  return { class: 'content', site, tabId, documentId: sender.documentId };
}
