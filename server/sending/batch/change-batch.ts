import type { SendState } from '../../../shared/domain/send-state.ts';
import type { GrantActor } from '../../grants/grant-actor.ts';
import { isRefusal, notFound, refuse, type Refusal } from '../../refusal.ts';
import {
  endBatches,
  findBatchOf,
  listSendsOfBatch,
  moveBatch,
  moveSendsOfBatch,
  readProgress,
  unfinishedStates,
  type BatchRow,
} from '../../store/batches.ts';
import type { SendHead } from '../../store/sends.ts';
import type { Db, Store } from '../../store/store.ts';
import { giveBackDays } from '../../store/usage.ts';
import { notWhatWasShown, permissionEnded, releaseTheRest } from '../approve-send.ts';
import { lockSenderOf, type FoundSender } from '../find-senders.ts';
import { never } from '../never.ts';
import { releaseSends } from '../release-sends.ts';
import { unlessRefused } from '../unless-refused.ts';
import { recordBatch } from './record-batch.ts';

/** The requestor stops for now: what has not been handed over waits until they go on, and keeps its days of the cap. */
export const pauseBatch = (store: Store, actor: GrantActor, id: string): Promise<BatchRow | Refusal> =>
  changeBatch(store, actor, id, 'requestorId', async (q, { batch }) => {
    const paused = await moveBatch(q, id, ['running'], { state: 'paused', pausedAt: actor.now });
    if (!paused) return batchMovedOn(batch);
    const waiting = await moveSendsOfBatch(q, id, ['queued'], { dueAt: never });
    await record(q, paused, actor, { action: 'batch.pause', event: 'batch.paused', sends: waiting });
    return paused;
  });

/** The requestor goes on: as planned, and what has passed meanwhile now, within each day's cap. */
export const resumeBatch = (store: Store, actor: GrantActor, id: string): Promise<BatchRow | Refusal> =>
  changeBatch(store, actor, id, 'requestorId', async (q, { batch, sender: { grant } }) => {
    const running = await moveBatch(q, id, ['paused'], { state: 'running', pausedAt: null });
    if (!running) return batchMovedOn(batch);
    const queued = await listSendsOfBatch(q, id, ['queued']);
    const resumed = await releaseSends(q, queued, { grant, now: actor.now, capped: true });
    await record(q, running, actor, { action: 'batch.resume', event: 'batch.resumed', sends: resumed });
    return running;
  });

/** The requestor takes back whatever was not handed over yet. */
export const cancelBatch = (store: Store, actor: GrantActor, id: string): Promise<BatchRow | Refusal> =>
  changeBatch(store, actor, id, 'requestorId', async (q, { batch }) => {
    const cancelled = await moveBatch(q, id, ['running', 'paused'], { state: 'cancelled' });
    if (!cancelled) return batchMovedOn(batch);
    const sends = await endSends(q, cancelled, ['held', 'queued'], {
      state: 'cancelled',
      endedAt: actor.now,
    });
    const each = { action: 'send.cancel' as const, sends };
    await record(q, cancelled, actor, { action: 'batch.cancel', event: 'batch.cancelled', sends, each });
    return cancelled;
  });

/** The acceptor lets every email of the batch that waits for them go out, if all are what they were shown. */
export const approveBatch = (
  store: Store,
  actor: GrantActor,
  id: string,
  contentHash: string,
): Promise<BatchRow | Refusal> =>
  changeBatch(store, actor, id, 'acceptorId', async (q, { batch, sender }) => {
    const held = await listSendsOfBatch(q, id, ['held']);
    if (held.length === 0) return nothingHeld();
    if (batch.contentHash !== contentHash) return notWhatWasShown();
    const ended = permissionEnded(sender);
    if (ended) return ended;
    const { grant } = sender;
    const sends = await releaseSends(q, held, { grant, now: actor.now, capped: true });
    const each = { action: 'send.approve' as const, sends };
    await record(q, batch, actor, { action: 'batch.approve', event: 'batch.approved', sends, each });
    await releaseTheRest(q, sender, actor);
    return batch;
  });

/** The acceptor lets none of what waits for them go out. */
export const rejectBatch = (store: Store, actor: GrantActor, id: string): Promise<BatchRow | Refusal> =>
  changeBatch(store, actor, id, 'acceptorId', async (q, { batch }) => {
    const sends = await endSends(q, batch, ['held'], { state: 'rejected', endedAt: actor.now });
    if (sends.length === 0) return nothingHeld();
    const each = { action: 'send.reject' as const, sends };
    await record(q, batch, actor, { action: 'batch.reject', event: 'batch.rejected', sends, each });
    return batch;
  });

/** Finds a batch for the one of its two people who may act on it, with its mailbox and grant locked. */
const changeBatch = (
  store: Store,
  actor: GrantActor,
  id: string,
  who: 'requestorId' | 'acceptorId',
  change: (q: Db, found: { batch: BatchRow; sender: FoundSender }) => Promise<BatchRow | Refusal>,
): Promise<BatchRow | Refusal> =>
  unlessRefused(store, async (q) => {
    const before = await findBatchOf(q, id, actor.memberId);
    if (!before) return notFound();
    if (before[who] !== actor.memberId) {
      const owner = who === 'requestorId' ? 'the person who wrote it' : 'the owner of the mailbox';
      return refuse('forbidden', `Only ${owner} can do that. Nothing was changed.`);
    }
    const sender = await lockSenderOf(q, before, actor, '');
    if (isRefusal(sender)) return sender;
    // Again, now that nobody else can act on it.
    const batch = (await findBatchOf(q, id, actor.memberId)) ?? before;
    const { counts } = (await readProgress(q, [id])).get(id)!;
    if (unfinishedStates.every((state) => counts[state] === 0))
      return refuse('state_moved_on', 'This batch has come to its end. Nothing was changed.');
    return change(q, { batch, sender });
  });

/** Ends emails of a batch unsent and gives their days of the cap back; with the last one the batch has ended too. */
async function endSends(
  q: Db,
  { id }: BatchRow,
  from: readonly SendState[],
  end: { state: SendState; endedAt: number },
): Promise<SendHead[]> {
  const sends = await moveSendsOfBatch(q, id, from, end);
  await giveBackDays(q, sends);
  await endBatches(q, [id], end.endedAt);
  return sends;
}

type Note = Parameters<typeof recordBatch>[2];

const record = (
  q: Db,
  batch: BatchRow,
  actor: GrantActor,
  { sends, ...what }: Pick<Note, 'action' | 'event' | 'each'> & { sends: readonly SendHead[] },
): Promise<void> =>
  recordBatch(q, batch, {
    ...{ ...what, actor },
    details: { contentHash: batch.contentHash, emails: sends.length },
  });

const batchMovedOn = ({ state }: BatchRow): Refusal =>
  refuse('state_moved_on', `This batch is ${state} by now. Nothing was changed.`);

const nothingHeld = (): Refusal =>
  refuse('state_moved_on', 'Nothing of this batch waits for you. Nothing was changed.');
