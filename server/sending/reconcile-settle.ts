import type { EventType } from '../../shared/api/events.ts';
import type { SendState } from '../../shared/domain/send-state.ts';
import type { SealedLook } from '../mail/sealed-mail.ts';
import { recordSent, type JustSent } from '../replies/record-sent.ts';
import { settleLook, lockBatchState, tellUncertain } from '../store/looks.ts';
import { lockMailbox } from '../store/mailboxes.ts';
import { noteDue } from '../store/queue.ts';
import type { NewSend, SendRow } from '../store/sends.ts';
import type { Db, Store } from '../store/store.ts';
import { endUnsent } from './change-send.ts';
import { lookBackOffMs } from './look-times.ts';
import { endLook, type ReconcileEnd } from './reconcile-end.ts';
import { recordSends, type SendNote } from './record-send.ts';

/** A look at one mailbox, as it was made: for which sends, with which token, when it began, and what it came to. */
export type MailboxLook = {
  mailboxId: string;
  sends: readonly SendRow[];
  tokenVersion: number;
  lookedAt: number;
  look: SealedLook;
};

type Written = { change: Partial<NewSend> & { state: SendState }; event: EventType };

/** Writes down what a look came to, in one unit of work. Whatever was decided meanwhile by others stays. */
export function settleLooks(store: Store, made: MailboxLook, now: number): Promise<void> {
  const { mailboxId, tokenVersion, look, lookedAt } = made;
  return store.tx(async (q) => {
    // Locked, so that a connection made meanwhile either shows here or finds what is handed to the owner here.
    const mailbox = await lockMailbox(q, mailboxId);
    const isForbidden = look.end === 'forbidden' && mailbox?.tokenVersion === tokenVersion;
    const canLook = mailbox?.state === 'connected' && mailbox.replies && !isForbidden;
    const records: { send: SendRow; note: SendNote }[] = [];
    const handedOver: SendRow[] = [];
    const sent: JustSent[] = [];
    for (const send of made.sends.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      const end = await heedBatch(q, send, endLook({ send, look, lookedAt, canLook }), now);
      if (end.end === 'later') await settleLook(q, send, { leaseUntil: end.nextLookAt });
      else if (end.end === 'owner') {
        if (await settleLook(q, send, { leaseUntil: null })) handedOver.push(send);
      } else {
        const { change, event } = written(end, send, now);
        if (!(await settleLook(q, send, { ...change, leaseUntil: null }))) continue;
        if (end.end === 'again') await noteDue(q, [{ mailboxId, dueAt: now }]);
        if (end.end === 'failed' || end.end === 'cancelled') await endUnsent(q, send);
        if (end.end === 'found') sent.push({ ...send, sentAt: change.sentAt!, threadIsKnown: true });
        const details = { found: end.end === 'found', state: change.state, attempt: send.attempts };
        records.push({ send, note: { action: 'send.look', event, actorId: null, now, details } });
      }
    }
    await recordSent(q, sent);
    await tellUncertain(q, handedOver, now);
    await recordSends(q, records);
  });
}

type Decided = Exclude<ReconcileEnd, { end: 'later' | 'owner' }> | { end: 'cancelled' };

/** A new attempt is the batch's requestor's to stop, as any other email of theirs: paused it waits, cancelled it ends. */
async function heedBatch(
  q: Db,
  send: SendRow,
  end: ReconcileEnd,
  now: number,
): Promise<ReconcileEnd | { end: 'cancelled' }> {
  if (end.end !== 'again' || send.batchId === null) return end;
  const state = await lockBatchState(q, send.batchId);
  if (state === 'cancelled') return { end: 'cancelled' };
  return state === 'paused' ? { end: 'later', nextLookAt: now + lookBackOffMs(send.looks) } : end;
}

function written(end: Decided, send: SendRow, now: number): Written {
  switch (end.end) {
    case 'found': {
      const { at, sealedMessageId, sealedThreadId } = end.message;
      // Gmail's clock may differ from ours: not before it was handed over, not after now.
      const sentAt = Math.max(send.firedAt ?? 0, Math.min(at, now));
      return {
        change: { state: 'sent', sentAt, endedAt: now, failure: null, sealedMessageId, sealedThreadId },
        event: 'send.sent',
      };
    }
    case 'again':
      // Its slot of the day's cap stays taken; claiming asks anew whether it may go.
      return {
        change: {
          state: 'queued',
          dueAt: now,
          failure: null,
          firedAt: null,
          reattempts: send.reattempts + 1,
        },
        event: 'send.queued',
      };
    case 'failed':
      return {
        change: { state: 'failed', failure: 'never_arrived', endedAt: now },
        event: 'send.failed',
      };
    case 'cancelled':
      return {
        change: { state: 'cancelled', failure: null, endedAt: now },
        event: 'send.cancelled',
      };
  }
}
