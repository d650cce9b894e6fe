import { isFinalSendState } from '../../shared/domain/send-state.ts';
import type { Check } from './check.ts';

/** What can be the last thing that is told of a batch. */
const ends = ['batch.done', 'batch.cancelled', 'batch.rejected', 'batch.blocked'];

/**
 * Each member's feed has no gap, and tells both people of each email how it ended. What one act did to several of a
 * batch is told once, of the batch; and so is it that a batch has come to its end.
 */
export const feedsAreWhole: Check = {
  name: 'both people are told',
  *find({ stored }) {
    const told = new Set(stored.events.map((event) => `${event.memberId} ${event.type} ${event.subjectId}`));
    const last = new Map<string, number>();
    for (const { memberId, seq } of stored.events) {
      if (seq !== (last.get(memberId) ?? 0) + 1)
        yield { what: `The feed of ${memberId} has a gap before ${seq}.` };
      last.set(memberId, seq);
    }
    for (const { id, eventSeq } of stored.members)
      if (eventSeq !== (last.get(id) ?? 0)) yield { what: `The feed of ${id} says it is at ${eventSeq}.` };
    for (const { id, state, requestorId, acceptorId, batchId } of stored.sends) {
      if (!isFinalSendState(state)) continue;
      for (const memberId of new Set([requestorId, acceptorId]))
        if (
          !told.has(`${memberId} send.${state} ${id}`) &&
          !told.has(`${memberId} batch.${state} ${batchId}`)
        )
          yield { what: `${memberId} was not told that it is ${state}.`, sendId: id };
    }
    for (const { id, requestorId, acceptorId } of stored.batches)
      for (const memberId of new Set([requestorId, acceptorId]))
        if (!ends.some((type) => told.has(`${memberId} ${type} ${id}`)))
          yield { what: `${memberId} was not told that the batch ${id} is over.` };
  },
};
