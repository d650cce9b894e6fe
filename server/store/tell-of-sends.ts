import type { EventType } from '../../shared/api/events.ts';
import { tellAll } from './events.ts';
import { groupBy } from './group-by.ts';
import type { SendHead } from './sends.ts';
import type { Db } from './store.ts';

/** The batches of which several of the sends are. */
export function batchesOfMany(sends: readonly SendHead[]): Set<string> {
  const groups = groupBy(sends, ({ batchId }) => batchId);
  return new Set(
    [...groups].flatMap(([batchId, some]) => (batchId !== null && some.length > 1 ? batchId : [])),
  );
}

/**
 * Tells both people of each send what one act did to them. Of several sends of one batch they are told once, with the
 * batch as the subject: nobody reads a thousand notices.
 */
export async function tellOfSends(
  q: Db,
  sends: readonly SendHead[],
  what: { one: EventType; many: EventType; actorId: string | null; at: number },
): Promise<void> {
  const ofMany = batchesOfMany(sends);
  const { one, many, actorId, at } = what;
  const subjects = new Map<string, { type: EventType; people: Set<string> }>();
  for (const { id, batchId, requestorId, acceptorId } of sends) {
    const isOneOfMany = batchId !== null && ofMany.has(batchId);
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
