import type { Check } from './check.ts';
import { begunAt } from './begun-at.ts';

/** A grant's daily cap is never exceeded, never runs out early, and is counted as what there is. */
export const capsAreExact: Check = {
  name: 'daily caps are exact',
  *find({ journal, stored }) {
    const caps = new Map(stored.grants.map(({ id, terms }) => [id, terms.dailyCap]));
    const slotOf = (send: { grantId: string | null; usageDay: string }) => `${send.grantId} ${send.usageDay}`;

    const holding = new Map<string, number>();
    for (const send of stored.sends.filter(({ grantId }) => grantId !== null)) {
      const holds = !['cancelled', 'blocked', 'rejected', 'failed'].includes(send.state);
      holding.set(slotOf(send), (holding.get(slotOf(send)) ?? 0) + (holds ? 1 : 0));
    }
    const used = new Map(stored.usage.map(({ grantId, day, used }) => [`${grantId} ${day}`, used]));
    for (const slot of new Set([...holding.keys(), ...used.keys()])) {
      const [grantId, day] = slot.split(' ') as [string, string];
      const [counted, there] = [used.get(slot) ?? 0, holding.get(slot) ?? 0];
      if (counted !== there)
        yield { what: `${counted} of ${day} are counted, and ${there} hold a place.`, grantId };
      if (there > caps.get(grantId)!) yield { what: `${there} went out on ${day}, over the cap.`, grantId };
    }
    yield* ranOutEarly();

    /** Refused for its cap, with fewer emails ever begun on any day than the cap has places. */
    function* ranOutEarly() {
      const sendsOf = new Map<string, typeof stored.sends>();
      for (const send of stored.sends)
        if (send.grantId !== null) sendsOf.set(send.grantId, [...(sendsOf.get(send.grantId) ?? []), send]);
      for (const { grantId, code, endedAt } of journal.submitted) {
        if (code !== 'cap_reached' || grantId === null) continue;
        const perDay = new Map<string, number>();
        for (const { id, usageDay } of sendsOf.get(grantId) ?? [])
          if (begunAt(id) <= endedAt) perDay.set(usageDay, (perDay.get(usageDay) ?? 0) + 1);
        if (Math.max(0, ...perDay.values()) < caps.get(grantId)!)
          yield { what: 'An email was refused for a cap that was not reached.', grantId };
      }
    }
  },
};
