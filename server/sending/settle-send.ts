import type { EventType } from '../../shared/api/events.ts';
import type { AuditAction } from '../audit/actions.ts';
import { recordBlocked } from '../grants/block-waiting.ts';
import type { SendRefusal } from '../grants/authorise-send.ts';
import { releaseMailboxes, settleSend as writeSettled, type Fence } from '../store/queue.ts';
import type { NewSend, SendRow } from '../store/sends.ts';
import type { Db, Store } from '../store/store.ts';
import type { AttemptEnd } from './attempt-end.ts';
import { endUnsent } from './change-send.ts';
import { recordSend } from './record-send.ts';

type Ending = { change: Partial<NewSend>; action: AuditAction; event: EventType | null };

/** Writes down how an attempt ended and frees its mailbox. False: the lease was lost, and nothing was changed. */
export function settleSend(store: Store, fence: Fence, end: AttemptEnd, now: number): Promise<boolean> {
  return store.tx(async (q) => {
    const { change, action, event } = ending(end, now);
    const send = await writeSettled(q, fence, change);
    if (!send) return false;
    if (end.end === 'failed') await endUnsent(q, send);
    await releaseMailboxes(
      q,
      [send.mailboxId],
      end.end === 'retry' && end.restMailbox ? now + end.afterMs : 0,
    );
    await recordSend(q, send, {
      action,
      event,
      actorId: null,
      now,
      details: { why: change.failure ?? null, attempt: send.attempts },
    });
    return true;
  });
}

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

/**
 * Ends an attempt that never became a request: permission went away after the claim (blocked), or the mailbox did
 * (back to the queue, where it waits for a reconnection without having used up an attempt).
 */
export function withdrawAttempt(store: Store, fence: Fence, why: SendRefusal, now: number): Promise<boolean> {
  return store.tx(async (q) => {
    const waits = why === 'mailbox_disconnected';
    const send = await writeSettled(
      q,
      fence,
      waits ? { state: 'queued', failure: why } : { state: 'blocked', failure: why, endedAt: now },
    );
    if (!send) return false;
    await releaseMailboxes(q, [send.mailboxId], 0);
    if (!waits) await recordBlocked(q, [send], { actorId: null, now });
    return true;
  });
}

/** Settles an attempt whose worker is gone: never fired goes back to the queue, fired is uncertain. */
export async function settleOrphan(q: Db, orphan: SendRow, now: number): Promise<SendRow | null> {
  const end: AttemptEnd =
    orphan.firedAt === null
      ? { end: 'retry', afterMs: 0, why: 'provider_unreachable', restMailbox: false }
      : { end: 'uncertain' };
  const { change, action, event } = ending(end, now);
  const send = await writeSettled(q, orphan, {
    ...change,
    ...(end.end === 'retry' ? { failure: null } : {}),
  });
  if (!send) return null;
  await releaseMailboxes(q, [send.mailboxId], 0);
  await recordSend(q, send, { action, event, actorId: null, now, details: { orphaned: true } });
  return send;
}
