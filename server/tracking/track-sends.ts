import { regionOf } from '../../shared/domain/region-of.ts';
import { trackingOf, type Asked } from '../../shared/domain/tracking-policy.ts';
import type { Sealer } from '../mail/sealed-mail.ts';
import {
  deleteTrackedSend,
  findTrackedSend,
  insertTrackedSends,
  type NewTracked,
} from '../store/tracked-sends.ts';
import type { Db } from '../store/store.ts';
import { readPolicies } from '../store/workspaces.ts';
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

type Email = { id: string; workspaceId: string; toEmail: string; tracking: Tracking };

/**
 * Decides what is to be seen of emails, in the unit of work that takes them: as far as it was asked for and as the
 * workspace's policy has it for where the recipient is. By the emails' ids; of what is not to be seen there is nothing.
 */
export async function decideTracking(q: Db, sends: readonly Email[]): Promise<Map<string, NewTracked>> {
  const asked = sends.filter(({ tracking: { opens, clicks } }) => opens || clicks);
  const policies = await readPolicies(
    q,
    asked.map(({ workspaceId }) => workspaceId),
  );
  const rows = asked.map(({ id: sendId, workspaceId, toEmail, tracking }) => {
    const mode = trackingOf(policies.get(workspaceId)!, regionOf(toEmail), tracking);
    return { sendId, mode, ...tracking };
  });
  return new Map(rows.filter(({ mode }) => mode !== 'off').map((row) => [row.sendId, row]));
}

/** The same for an email that is changed before it goes out; what was asked for stays unless it is asked for anew. */
export async function decideTrackingAnew(
  q: Db,
  send: Omit<Email, 'tracking'>,
  asked: Asked | undefined,
  prepare: (asked: Asked) => Tracking,
): Promise<NewTracked | null> {
  const wanted = asked ?? (await findTrackedSend(q, send.id)) ?? { opens: false, clicks: false };
  const decided = await decideTracking(q, [{ ...send, tracking: prepare(wanted) }]);
  return decided.get(send.id) ?? null;
}

/** Puts what was decided anew in the place of what held before. */
export async function replaceTracking(q: Db, sendId: string, tracked: NewTracked | null): Promise<void> {
  await deleteTrackedSend(q, sendId);
  if (tracked) await insertTrackedSends(q, [tracked]);
}
