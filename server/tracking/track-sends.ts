import { regionOf } from '../../shared/domain/region-of.ts';
import { trackingOf, type Asked, type WorkspacePolicy } from '../../shared/domain/tracking-policy.ts';
import type { Sealer } from '../mail/sealed-mail.ts';
import {
  deleteTrackedSend,
  findTrackedSend,
  insertTrackedSends,
  type NewTracked,
} from '../store/tracked-sends.ts';
import type { Db } from '../store/store.ts';
import { listLinks } from './rewrite-links.ts';

/** What is asked to be seen of an email, and where its links lead: null where no click is asked for. */
export type Tracking = Asked & { sealedLinks: Buffer | null };

const linksCellOf = (sendId: string) => ({ table: 'tracked_sends', id: sendId, column: 'sealed_links' });

/** Everything about it that needs no database. */
export const prepareTracking = (
  vault: Sealer,
  sendId: string,
  body: { html: string; text: string },
  { opens, clicks }: Asked,
): Tracking => ({
  opens,
  clicks,
  sealedLinks: clicks ? vault.seal(JSON.stringify(listLinks(body)), linksCellOf(sendId)) : null,
});

/** The addresses that an email's links lead to, in the order of their numbers. */
export const openLinks = (vault: Sealer, sendId: string, sealed: Buffer): string[] =>
  JSON.parse(vault.open(sealed, linksCellOf(sendId))) as string[];

type Email = { id: string; toEmail: string; tracking: Tracking };

/**
 * Decides what is to be seen of an email, in the unit of work that takes it: as far as it was asked for and as the
 * workspace's policy has it for where the recipient is. Null: nothing.
 */
export function decideTracking(
  policy: WorkspacePolicy,
  { id: sendId, toEmail, tracking }: Email,
): NewTracked | null {
  const mode = trackingOf(policy, regionOf(toEmail), tracking);
  return mode === 'off' ? null : { sendId, mode, ...tracking };
}

/** The same for an email that is changed before it goes out; what was asked for stays unless it is asked for anew. */
export async function decideTrackingAnew(
  q: Db,
  policy: WorkspacePolicy,
  send: Omit<Email, 'tracking'>,
  asked: Asked | undefined,
  prepare: (asked: Asked) => Tracking,
): Promise<NewTracked | null> {
  const wanted = asked ?? (await findTrackedSend(q, send.id)) ?? { opens: false, clicks: false };
  return decideTracking(policy, { ...send, tracking: prepare(wanted) });
}

/** Puts what was decided anew in the place of what held before. */
export async function replaceTracking(q: Db, sendId: string, tracked: NewTracked | null): Promise<void> {
  await deleteTrackedSend(q, sendId);
  if (tracked) await insertTrackedSends(q, [tracked]);
}
