import type { EventType } from '../../shared/api/events.ts';
import { tellAll } from './events.ts';
import type { SendHead } from './sends.ts';
import type { Db } from './store.ts';

/**
 * Tells both people of each send what one act did to them. Of several sends of one batch they are told once, with the
 * batch as the subject: nobody reads a thousand notices.
 */
export async function tellOfSends(
  q: Db,
  sends: readonly SendHead[],
  what: { one: EventType; many: EventType; actorId: string | null; at: number },
): Promise<void> {
  const ofBatch = new Map<string, number>();
  for (const { batchId } of sends) if (batchId) ofBatch.set(batchId, (ofBatch.get(batchId) ?? 0) + 1);
  const { one, many, actorId, at } = what;
  const subjects = new Map<string, { type: EventType; people: Set<string> }>();
  for (const { id, batchId, requestorId, acceptorId } of sends) {
    const isOneOfMany = batchId !== null && ofBatch.get(batchId)! > 1;
    subjects.set(isOneOfMany ? batchId : id, {
      type: isOneOfMany ? many : one,
      people: new Set([requestorId, acceptorId]),
    });
  }
  await tellAll(
    q,
    [...subjects].flatMap(([subjectId, { type, people }]) =>
      [...people].map((memberId) => ({ memberId, note: { type, subjectId, actorId, at } })),
    ),
  );
}
