import type { Sealer } from '../mail/sealed-mail.ts';
import type { Store } from '../store/store.ts';
import { findTrackedSend } from '../store/tracked-sends.ts';
import type { RecipientTokens } from './recipient-token.ts';
import { canaryLink, rewriteLinks } from './rewrite-links.ts';
import { openLinks } from './track-sends.ts';

export type TrackBodyDeps = {
  store: Store;
  vault: Sealer;
  recipientTokens: RecipientTokens;
  /** Where mail programs reach this server, without a trailing slash. */
  publicUrl: string;
};

type Body = { html: string; text: string };

/**
 * The body as it goes out: with a pixel and with links through this server where opens and clicks are to be seen. What
 * is stored, hashed and shown to both people stays as it was written.
 */
export async function trackBody(deps: TrackBodyDeps, sendId: string, body: Body): Promise<Body> {
  const { store, vault, recipientTokens, publicUrl } = deps;
  const tracked = await findTrackedSend(store.read, sendId);
  if (!tracked || tracked.silencedAt !== null) return body;
  const { opens, sealedLinks } = tracked;
  const clickUrl = async (click: number) => `${publicUrl}/c/${await recipientTokens.make({ click }, sendId)}`;
  const urls = new Map<string, string>();
  if (sealedLinks)
    for (const [i, href] of openLinks(vault, sendId, sealedLinks).entries())
      urls.set(href, await clickUrl(i));
  return rewriteLinks(body, {
    urls,
    pixel: opens ? `${publicUrl}/o/${await recipientTokens.make('open', sendId)}.gif` : null,
    canary: urls.size > 0 ? await clickUrl(canaryLink) : null,
  });
}
