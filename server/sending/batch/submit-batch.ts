import type { z } from 'zod';
import type { SubmitBatch } from '../../../shared/api/batches.ts';
import type { GrantActor } from '../../grants/grant-actor.ts';
import { isRefusal, refuse, type Refusal } from '../../refusal.ts';
import { findBatchByKey, type BatchRow } from '../../store/batches.ts';
import { findRefusedKeys, type RefusedKey } from '../../store/refused-keys.ts';
import type { Db } from '../../store/store.ts';
import { hashRequest } from '../content.ts';
import { refusedBefore, rememberRefusals, usedForAnother } from '../refused-before.ts';
import type { SubmitDeps } from '../submit-send.ts';
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
 * of work: all of them or none. The same key with the same request gets the same answer, however often it is asked for.
 */
export async function submitBatch(
  deps: SubmitDeps,
  actor: GrantActor,
  key: string,
  request: Request,
): Promise<BatchRow | Refusal> {
  const { store, vault, undoMs } = deps;
  const requestHash = hashRequest(request);
  const asked = { actor, from: request.from, timing: request, undoMs };
  const mine = { requestorId: actor.memberId, idempotencyKey: key, requestHash };
  const begin = async (q: Db) => {
    // Locked first: the same key may have come in twice at once, and whoever is second finds what became of the other.
    const from = await findBatchSender(q, asked);
    const [twin, before] = [await findBatchByKey(q, actor.memberId, key), await findRefused(q, mine)];
    return {
      from,
      known: twin ? sameBatch(twin, requestHash) : before && refusedBefore(before, requestHash),
    };
  };
  const refuseForGood = async (q: Db, refusal: Refusal): Promise<Refusal> => {
    await rememberRefusals(q, 'batch', [{ request: mine, refusal, now: actor.now }]);
    return refusal;
  };
  // Asked before any work is put into it, and again where it counts.
  const early = await store.tx(async (q) => {
    const { from, known } = await begin(q);
    return known ?? (isRefusal(from) ? refuseForGood(q, from) : null);
  });
  if (early) return early;
  const rows = await prepareRows(vault, request);
  if (isRefusal(rows)) return rows;

  return store.tx(async (q) => {
    const { from, known } = await begin(q);
    if (known) return known;
    if (isRefusal(from)) return refuseForGood(q, from);
    const refused = refuseRows(await judgeRecipients(q, from, rows));
    if (refused) return refuseForGood(q, refused);
    const places = await placeBatch(q, from, rows.length);
    const placed = places.filter((place) => place !== null);
    if (placed.length < rows.length) return refuseForGood(q, noRoom(from, placed.length, rows.length));
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

async function findRefused(
  q: Db,
  { requestorId, idempotencyKey: key }: { requestorId: string; idempotencyKey: string },
): Promise<RefusedKey | undefined> {
  const [known] = await findRefusedKeys(q, 'batch', [{ requestorId, key }]);
  return known;
}

const sameBatch = (batch: BatchRow, requestHash: string): BatchRow | Refusal =>
  batch.requestHash === requestHash ? batch : usedForAnother('batch');

const noRoom = ({ sender: { grant, name } }: BatchSender, placed: number, total: number): Refusal =>
  refuse(
    'cap_reached',
    `At ${grant!.terms.dailyCap} emails a day as ${name} only ${placed} of these ${total} could go within ${maxBatchDays} days and while your permission lasts. Nothing was sent; send to fewer people.`,
  );
