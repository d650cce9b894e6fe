import type { Sealer } from '../mail/sealed-mail.ts';
import type { TrackedRow } from '../store/outcomes.ts';
import type { RecipientTokens } from './recipient-token.ts';
import { canaryLink, rewriteLinks } from './rewrite-links.ts';
import { openLinks } from './track-sends.ts';

export type TrackBodyDeps = {
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
export async function trackBody(deps: TrackBodyDeps, tracked: TrackedRow | null, body: Body): Promise<Body> {
  if (!tracked || tracked.silencedAt !== null) return body;
  const { vault, recipientTokens, publicUrl } = deps;
  const { sendId, opens, sealedLinks } = tracked;
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
