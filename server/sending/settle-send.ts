import type { EventType } from '../../shared/api/events.ts';
import type { SendFailure } from '../../shared/domain/send-state.ts';
import type { AuditAction } from '../audit/actions.ts';
import { recordBlocked } from '../grants/block-waiting.ts';
import type { SendRefusal } from '../grants/authorise-send.ts';
import { recordSent } from '../replies/record-sent.ts';
import { beginLooks } from '../store/looks.ts';
import { fenceKey, releaseMailboxes, type Rest } from '../store/queue.ts';
import { settleAttempts } from '../store/settle-attempts.ts';
import type { NewSend, SendRow } from '../store/sends.ts';
import type { Db, Store } from '../store/store.ts';
import type { AttemptEnd } from './attempt-end.ts';
import { finishBatches } from './batch/finish-batches.ts';
import { batched } from './batched.ts';
import { endUnsent } from './change-send.ts';
import { firstLookMs } from './look-times.ts';
import { recordSend, recordSends } from './record-send.ts';

type Ending = { change: Partial<NewSend>; action: AuditAction; event: EventType | null };

/**
 * Writes down how an attempt ended and frees its mailbox. Attempts that end together share one unit of work. False:
 * the lease was lost, and nothing was changed.
 */
export const settleSend = (store: Store, send: SendRow, end: AttemptEnd, now: number): Promise<boolean> =>
  settleBatch(store, { send, end, now });

type Settling = { send: SendRow; end: AttemptEnd; now: number };

const settleBatch = batched((store, settlings: readonly Settling[]) =>
  store.tx(async (q) => {
    const endings = [...settlings]
      .sort(byId)
      .map(({ send, end, now }) => ({ send, end, now, ending: ending(end, now) }));
    const done = await settleAttempts(
      q,
      endings.map(({ send, ending: { change } }) => ({ attempt: send, change })),
    );
    const settled = endings.filter(({ send }) => done.has(fenceKey(send)));
    for (const { send, end } of settled) if (end.end === 'failed') await endUnsent(q, send);
    await release(q, settled);
    const unclear = settled.filter(({ ending: { change } }) => change.state === 'uncertain');
    for (const { send, now } of unclear) await beginLooks(q, [send.id], now + firstLookMs);
    await recordSent(
      q,
      settled.flatMap(({ send, end, now }) =>
        end.end === 'sent' ? [{ ...send, sentAt: now, threadIsKnown: true }] : [],
      ),
    );
    await recordSends(
      q,
      settled.map(({ send, ending: { change, action, event }, now }) => ({
        send,
        note: {
          ...{ action, event, actorId: null, now },
          details: { why: change.failure ?? null, attempt: send.attempts },
        },
      })),
    );
    await finishBatchesOf(q, settled);
    return settlings.map(({ send }) => done.has(fenceKey(send)));
  }),
);

/** The last email of a batch tells that all have come to their end. */
async function finishBatchesOf(q: Db, settled: readonly Settling[]): Promise<void> {
  const ended = settled.filter(({ end }) => end.end === 'sent' || end.end === 'failed');
  const batchIds = new Set(ended.flatMap(({ send }) => send.batchId ?? []));
  await finishBatches(q, [...batchIds], Math.max(...ended.map(({ now }) => now)));
}

/** Two units of work that settle the same sends take them in the same order. */
const byId = (a: Settling, b: Settling): number => (a.send.id < b.send.id ? -1 : 1);

async function release(q: Db, settled: readonly Settling[]): Promise<void> {
  await releaseMailboxes(
    q,
    settled.map(({ send }) => send.mailboxId),
  );
  for (const { send, end, now } of settled) {
    if (end.end === 'retry' && end.restMailbox) await releaseMailboxes(q, [send.mailboxId], restOf(end, now));
  }
}

const restOf = ({ why, afterMs }: { why: SendFailure; afterMs: number }, now: number): Rest => ({
  until: now + afterMs,
  reason: why === 'provider_limit' ? 'provider_rest' : 'retry',
});

function ending(end: AttemptEnd, now: number): Ending {
  switch (end.end) {
    case 'sent':
      return {
        change: {
          state: 'sent',
          sentAt: now,
          endedAt: now,
          failure: null,
          sealedMessageId: end.sealedMessageId,
          sealedThreadId: end.sealedThreadId,
        },
        action: 'send.accept',
        event: 'send.sent',
      };
    case 'retry':
      return {
        change: { state: 'queued', dueAt: now + end.afterMs, failure: end.why, firedAt: null },
        action: 'send.defer',
        event: 'send.queued',
      };
    case 'failed':
      return {
        change: { state: 'failed', failure: end.why, endedAt: now },
        action: 'send.fail',
        event: 'send.failed',
      };
    case 'uncertain':
      return {
        change: { state: 'uncertain', failure: 'outcome_unknown' },
        action: 'send.uncertain',
        event: 'send.uncertain',
      };
  }
}

const settled = async (q: Db, attempt: SendRow, change: Partial<NewSend>): Promise<boolean> =>
  (await settleAttempts(q, [{ attempt, change }])).size === 1;

/**
 * Ends an attempt that never became a request: permission went away after the claim (blocked), or the mailbox did
 * (back to the queue, where it waits for a reconnection without having used up an attempt).
 */
export function withdrawAttempt(
  store: Store,
  send: SendRow,
  why: SendRefusal,
  now: number,
): Promise<boolean> {
  return store.tx(async (q) => {
    const waits = why === 'mailbox_disconnected';
    const change = waits
      ? { state: 'queued' as const, failure: why }
      : { state: 'blocked' as const, failure: why, endedAt: now };
    if (!(await settled(q, send, change))) return false;
    await releaseMailboxes(q, [send.mailboxId]);
    if (!waits) await recordBlocked(q, [{ ...send, ...change }], { actorId: null, now });
    return true;
  });
}

/** Settles an attempt whose worker is gone: never fired goes back to the queue, fired is uncertain. */
export async function settleOrphan(q: Db, orphan: SendRow, now: number): Promise<boolean> {
  const end: AttemptEnd =
    orphan.firedAt === null
      ? { end: 'retry', afterMs: 0, why: 'provider_unreachable', restMailbox: false }
      : { end: 'uncertain' };
  const { change, action, event } = ending(end, now);
  const written = end.end === 'retry' ? { ...change, failure: null } : change;
  if (!(await settled(q, orphan, written))) return false;
  await releaseMailboxes(q, [orphan.mailboxId]);
  if (end.end === 'uncertain') await beginLooks(q, [orphan.id], now + firstLookMs);
  await recordSend(q, orphan, { action, event, actorId: null, now, details: { orphaned: true } });
  return true;
}
