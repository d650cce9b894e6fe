import { refuse, type Refusal } from '../refusal.ts';
import { deleteRefusedKeys, insertRefusedKeys, type RefusedKey } from '../store/refused-keys.ts';
import type { Db, Store } from '../store/store.ts';

/** How long a refusal is remembered under its key: far longer than anybody asks again for an answer that got lost. */
export const refusedKeptMs = 24 * 60 * 60 * 1000;

/** A request as it is told from others: by whom, under which key, and what it asks for. */
type Request = Pick<RefusedKey, 'requestorId' | 'idempotencyKey' | 'requestHash'>;

/** The answer to a key that was refused: the same one for the same request, however often and wherever it is asked. */
export const refusedBefore = (
  known: Pick<RefusedKey, 'subject' | 'requestHash' | 'code' | 'message'>,
  requestHash: string,
): Refusal =>
  known.requestHash === requestHash ? refuse(known.code, known.message) : usedForAnother(known.subject);

/** A key stands for one request. */
export const usedForAnother = (subject: RefusedKey['subject']): Refusal =>
  refuse(
    'idempotency_conflict',
    subject === 'send'
      ? 'This Idempotency-Key was used for another email. Nothing was sent; use a new key.'
      : 'This Idempotency-Key was used for another batch. Nothing was sent; use a new key.',
  );

/**
 * Remembers, in the unit of work that refuses and under the lock of the sender, that requests were refused. Somebody
 * was told that nothing was sent: the same request on its way to another server must not be taken a moment later,
 * because a slot came free. A sender that is not there needs no memory: nobody ever gets one by an id they guessed.
 */
export async function rememberRefusals(
  q: Db,
  subject: RefusedKey['subject'],
  refused: readonly { request: Request; refusal: Refusal; now: number }[],
): Promise<void> {
  const lasting = refused.filter(({ refusal }) => refusal.refused !== 'not_found');
  await insertRefusedKeys(
    q,
    lasting.map(({ request, refusal, now }) => ({
      ...{ ...request, subject, refusedAt: now },
      ...{ code: refusal.refused, message: refusal.message },
    })),
  );
}

/** Forgets old refusals. Call it now and then; it may run in several processes. */
export const sweepRefusals = (store: Store, now: number): Promise<void> =>
  store.tx((q) => deleteRefusedKeys(q, now - refusedKeptMs));
