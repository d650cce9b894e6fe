import type { WaitReason } from '../../shared/domain/send-wait.ts';
import type { SendRow } from '../store/sends.ts';
import type { Surroundings } from '../store/wait-facts.ts';
import { paceAtBehind, type Pace } from './pace.ts';

/** Why a send has not gone out yet, and until when at the earliest (epoch ms; null: until somebody acts). */
export type Wait = { reason: WaitReason; until: number | null };

type Waiting = Pick<
  SendRow,
  'state' | 'dueAt' | 'plannedAt' | 'undoUntil' | 'failure' | 'hours' | 'leaseUntil' | 'grantId'
>;

/**
 * Why this send waits at `now`, or null when it is under way or at its end: the most telling reason that holds, in the
 * order of `waitReasons`; of those its mailbox rests for, the one that lasts longest. Pure. Only what is queued waits
 * for its surroundings.
 */
export function explainWait(
  send: Waiting,
  around: Surroundings | undefined,
  pace: Pace,
  now: number,
): Wait | null {
  switch (send.state) {
    case 'held':
      return { reason: 'approval', until: null };
    case 'uncertain':
      return send.leaseUntil === null
        ? { reason: 'owner', until: null }
        : { reason: 'lookup', until: Math.max(send.leaseUntil, now) };
    case 'queued':
      return waitForItsTime(send, around?.batch === 'paused', now) ?? waitForTurn(send, around, pace, now);
    default:
      return null;
  }
}

/** What was agreed with the person who wrote it: it can be undone, it is for later, or for their working hours. */
function waitForItsTime(
  { dueAt, plannedAt, undoUntil, failure, hours }: Waiting,
  paused: boolean,
  now: number,
): Wait | null {
  if (undoUntil > now) return { reason: 'undo', until: undoUntil };
  if (paused) return { reason: 'batch_paused', until: null };
  if (failure !== null || dueAt <= now) return null;
  const planned = plannedAt > now || hours === null;
  return { reason: planned ? 'scheduled' : 'working_hours', until: dueAt };
}

/** What its mailbox does: nothing until it is connected again, rest, or hand over those that come before. */
function waitForTurn(send: Waiting, { mailbox, ahead }: Surroundings = quiet, pace: Pace, now: number): Wait {
  if (mailbox.state !== 'connected') return { reason: 'mailbox_disconnected', until: null };
  const rests: Rest[] = [
    ownRest(send),
    mailboxRest(mailbox),
    { reason: 'pace', until: paceAtBehind(pace, mailbox.paceAt, ahead) },
    { reason: 'daily_limit', until: send.grantId === null ? 0 : mailbox.delegatedRestsUntil },
  ];
  const [longest] = rests.filter(({ until }) => until > now).sort((a, b) => b.until - a.until);
  return longest ?? { reason: 'queue', until: now };
}

const quiet: Surroundings = {
  mailbox: { state: 'connected', restReason: null, restsUntil: 0, delegatedRestsUntil: 0, paceAt: 0 },
  batch: null,
  ahead: 0,
};

type Rest = { reason: WaitReason; until: number };

/** A send that was tried and not taken waits for its next try, whatever its mailbox does. */
const ownRest = ({ failure, dueAt }: Waiting): Rest => ({
  reason: failure === 'provider_limit' ? 'provider_rest' : 'retry',
  until: failure === null ? 0 : dueAt,
});

/** While one of its emails is under way, a mailbox is busy: the others are in its queue. */
const mailboxRest = ({ restReason, restsUntil }: Surroundings['mailbox']): Rest =>
  restReason === null || restReason === 'busy'
    ? { reason: 'queue', until: 0 }
    : { reason: restReason, until: restsUntil };
