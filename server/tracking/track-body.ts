import type { TrackedRow } from '../store/outcomes.ts';
import { canaryLink, rewriteLinks } from './rewrite-links.ts';
import { putBackLinks, type PutBackDeps } from './put-back-links.ts';
import { openLinks } from './track-sends.ts';

export type TrackBodyDeps = PutBackDeps;

type Body = { html: string; text: string };

/**
 * The body as it goes out: with links of an earlier email leading where they did before, and with a pixel and with links
 * through this server where opens and clicks are to be seen. What is stored and shown to both people stays as it was
 * written.
 */
export async function trackBody(
  deps: TrackBodyDeps,
  tracked: TrackedRow | null,
  written: Body,
): Promise<Body> {
  const body = await putBackLinks(deps, written);
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
