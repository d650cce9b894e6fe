import type { z } from 'zod';
import type { SubmitBatch } from '../../../shared/api/batches.ts';
import type { GrantActor } from '../../grants/grant-actor.ts';
import { isRefusal, refuse, type Refusal } from '../../refusal.ts';
import { findBatchByKey, type BatchRow } from '../../store/batches.ts';
import { hashRequest } from '../content.ts';
import type { SubmitDeps } from '../submit-send.ts';
import { unlessRefused } from '../unless-refused.ts';
import {
  findBatchSender,
  judgeRecipients,
  maxBatchDays,
  placeBatch,
  type BatchSender,
} from './plan-batch.ts';
import { prepareRows } from './prepare-rows.ts';
import { refuseRows } from './refuse-rows.ts';
import { storeBatch } from './store-batch.ts';

type Request = z.output<typeof SubmitBatch>;

/**
 * Takes one template for many recipients. When this resolves with a batch, each of its emails is durable, in one unit
 * of work: all of them or none. The same key with the same request gives the same batch, however often it is asked for.
 */
export async function submitBatch(
  deps: SubmitDeps,
  actor: GrantActor,
  key: string,
  request: Request,
): Promise<BatchRow | Refusal> {
  const { store, vault, undoMs } = deps;
  const requestHash = hashRequest(request);
  const twin = await findBatchByKey(store.read, actor.memberId, key);
  if (twin) return sameBatch(twin, requestHash);
  const asked = { actor, from: request.from, timing: request, undoMs };
  // Asked before any work is put into it, and again where it counts.
  const early = await store.tx((q) => findBatchSender(q, asked));
  if (isRefusal(early)) return early;
  const rows = await prepareRows(vault, request);
  if (isRefusal(rows)) return rows;

  return unlessRefused(store, async (q) => {
    const from = await findBatchSender(q, asked);
    // The same key may have come in twice at once; whoever was second to lock the mailbox finds the other's batch.
    const other = await findBatchByKey(q, actor.memberId, key);
    if (other) return sameBatch(other, requestHash);
    if (isRefusal(from)) return from;
    const refused = refuseRows(await judgeRecipients(q, from, rows));
    if (refused) return refused;
    const places = await placeBatch(q, from, rows.length);
    const placed = places.filter((place) => place !== null);
    if (placed.length < rows.length) return noRoom(from, placed.length, rows.length);
    const batch = await storeBatch(q, vault, {
      key,
      requestHash,
      actor,
      request,
      rows,
      places: placed,
      from,
    });
    if (batch) return batch;
    const committed = await findBatchByKey(q, actor.memberId, key);
    return sameBatch(committed!, requestHash);
  });
}

const sameBatch = (batch: BatchRow, requestHash: string): BatchRow | Refusal =>
  batch.requestHash === requestHash
    ? batch
    : refuse(
        'idempotency_conflict',
        'This Idempotency-Key was used for another batch. Nothing was sent; use a new key.',
      );

const noRoom = ({ sender: { grant, name } }: BatchSender, placed: number, total: number): Refusal =>
  refuse(
    'cap_reached',
    `At ${grant!.terms.dailyCap} emails a day as ${name} only ${placed} of these ${total} could go within ${maxBatchDays} days and while your permission lasts. Nothing was sent; send to fewer people.`,
  );
