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

/** The most uncertain sends taken at once, and the mailboxes looked into side by side. */
const limit = 200;
const concurrency = 4;

/**
 * Looks for the uncertain sends whose look is due, and settles those it can tell about. Sends of one mailbox share a
 * look. Resolves with how many were taken, once all looks have ended: a minute at most for each mailbox. Whatever goes
 * wrong with one leaves it uncertain, to be looked for again. See reconcile.design.md.
 */
export async function reconcileSends(deps: ReconcileDeps, now: number): Promise<number> {
  const taken = await deps.store.tx((q) => claimLooks(q, now, { limit, leaseUntil: now + lookLeaseMs }));
  const byMailbox = [...new Set(taken.map(({ mailboxId }) => mailboxId))].map(
    (id) => [id, taken.filter(({ mailboxId }) => mailboxId === id)] as const,
  );
  const lane = async () => {
    for (let next = byMailbox.pop(); next; next = byMailbox.pop()) {
      const [mailboxId, sends] = next;
      await lookInto(deps, mailboxId, sends).catch((fault: unknown) =>
        deps.log.error('A mailbox could not be looked into; it is tried again.', { mailboxId, fault }),
      );
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return taken.length;
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
