import { isFinalSendState } from '../../shared/domain/send-state.ts';
import type { Check } from './check.ts';

/** Each member's feed has no gap, and tells both people of each email how it ended. */
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
    for (const { id, state, requestorId, acceptorId } of stored.sends) {
      if (!isFinalSendState(state)) continue;
      for (const memberId of new Set([requestorId, acceptorId]))
        if (!told.has(`${memberId} send.${state} ${id}`))
          yield { what: `${memberId} was not told that it is ${state}.`, sendId: id };
    }
  },
};
