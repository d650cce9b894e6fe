import { regionOf } from '../../shared/domain/region-of.ts';
import { trackingOf, type Asked } from '../../shared/domain/tracking-policy.ts';
import type { Sealer } from '../mail/sealed-mail.ts';
import { deleteTrackedSend, findTrackedSend, insertTrackedSends } from '../store/tracked-sends.ts';
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

type Tracked = { id: string; workspaceId: string; toEmail: string; tracking: Tracking };

/**
 * Notes what is to be seen of emails, in the unit of work that takes them: as far as it was asked for and as the
 * workspace's policy has it for where the recipient is. What is not to be seen leaves no row.
 */
export async function trackSends(q: Db, sends: readonly Tracked[]): Promise<void> {
  const asked = sends.filter(({ tracking: { opens, clicks } }) => opens || clicks);
  const policies = await readPolicies(
    q,
    asked.map(({ workspaceId }) => workspaceId),
  );
  const rows = asked.map(({ id: sendId, workspaceId, toEmail, tracking }) => {
    const mode = trackingOf(policies.get(workspaceId)!, regionOf(toEmail), tracking);
    return { sendId, mode, ...tracking };
  });
  await insertTrackedSends(
    q,
    rows.filter(({ mode }) => mode !== 'off'),
  );
}

/** The same for an email that was changed before it went out; what was asked for stays unless it is asked for anew. */
export async function retrackSend(
  q: Db,
  send: Omit<Tracked, 'tracking'>,
  asked: Asked | undefined,
  prepare: (asked: Asked) => Tracking,
): Promise<void> {
  const wanted = asked ?? (await findTrackedSend(q, send.id)) ?? { opens: false, clicks: false };
  await deleteTrackedSend(q, send.id);
  await trackSends(q, [{ ...send, tracking: prepare(wanted) }]);
}
