import type { AccessTokenAnswer } from '../accounts/access-tokens.ts';
import type { Log } from '../log.ts';
import type { SealedLook } from '../mail/sealed-mail.ts';
import { claimLooks } from '../store/looks.ts';
import { findMailbox, type MailboxRow } from '../store/mailboxes.ts';
import type { SendRow } from '../store/sends.ts';
import type { DispatchDeps } from './dispatch.ts';
import { lookLeaseMs } from './look-times.ts';
import { settleLooks } from './reconcile-settle.ts';

export type ReconcileDeps = Pick<DispatchDeps, 'store' | 'clock' | 'mail' | 'tokens'> & {
  log: Pick<Log, 'error'>;
};

/** The mailboxes looked into side by side, and the most sends that one look is for. */
const concurrency = 4;
const limit = 100;

/**
 * Looks for the uncertain sends whose look was due at `now`, and settles those it can tell about. Sends of one mailbox
 * share a look. Resolves with how many were looked for, once all looks have ended; a look takes a minute at most, and
 * with `signal` aborted no further one begins. Whatever goes wrong with one leaves its sends uncertain, to be looked for
 * again. See reconcile.design.md.
 */
export async function reconcileSends(
  deps: ReconcileDeps,
  now: number,
  signal?: AbortSignal,
): Promise<number> {
  const { store, clock, log } = deps;
  const underWay = new Set<Promise<void>>();
  let count = 0;
  // A mailbox at a time is taken, when there is room for it: its lease must not run while it only waits.
  while (!signal?.aborted) {
    const leaseUntil = clock() + lookLeaseMs;
    const sends = await store.tx((q) => claimLooks(q, { now, leaseUntil, limit }));
    const [first] = sends;
    if (!first) break;
    count += sends.length;
    const { mailboxId } = first;
    const work: Promise<void> = lookInto(deps, mailboxId, sends)
      .catch((fault: unknown) =>
        log.error('A mailbox could not be looked into; it is tried again.', { mailboxId, fault }),
      )
      .finally(() => underWay.delete(work));
    underWay.add(work);
    if (underWay.size === concurrency) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  return count;
}

async function lookInto(
  { store, clock, mail, tokens }: ReconcileDeps,
  mailboxId: string,
  sends: readonly SendRow[],
): Promise<void> {
  const mailbox = (await findMailbox(store.read, mailboxId))!;
  const access = await accessTo(mailbox, tokens);
  const lookedAt = clock();
  const tokenVersion = access.outcome === 'token' ? access.tokenVersion : mailbox.tokenVersion;
  const look =
    access.outcome === 'token'
      ? await mail.findSent({ accessToken: access.token, ...queryFor(sends) })
      : notMade;
  if (look.end === 'unauthorised' && access.outcome === 'token') await tokens.forget(mailboxId, access.token);
  await settleLooks(store, { mailboxId, sends, tokenVersion, lookedAt, look }, clock());
}

const notMade: SealedLook = { found: new Map(), end: 'incomplete', retryAfterMs: null };

const accessTo = async (mailbox: MailboxRow, tokens: DispatchDeps['tokens']): Promise<AccessTokenAnswer> =>
  mailbox.state === 'connected' && mailbox.replies
    ? tokens.accessTokenFor(mailbox)
    : { outcome: 'disconnected' };

/** One question for all of them: it begins where the first of them began. */
function queryFor(sends: readonly SendRow[]) {
  const historyIds = sends.map(({ historyId }) => historyId);
  return {
    sendIds: sends.map(({ id }) => id),
    historyId: historyIds.reduce((first, id) =>
      first === null || id === null ? null : BigInt(id) < BigInt(first) ? id : first,
    )!,
    since: Math.min(...sends.map(({ firedAt }) => firedAt!)),
  };
}
