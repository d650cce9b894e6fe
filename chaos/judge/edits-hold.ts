import type { Check } from './check.ts';
import { standingAt, versionsOf } from './versions.ts';

/**
 * Once an edit was acknowledged nothing else is handed over any more, and what was accepted is the latest of all
 * versions: also who edited an email that had gone out already was told something untrue.
 */
export const editsHold: Check = {
  name: 'what was edited goes out as edited',
  *find({ journal, receipts }) {
    const versions = versionsOf(journal);
    for (const { sendId, at, accepted, to, subject } of receipts) {
      const known = versions.get(sendId);
      if (!known) continue;
      const standing = standingAt(known, accepted ? Infinity : at);
      if (!standing.some((version) => version.to === to.join() && version.subject === subject))
        yield { what: `It went out to ${to.join()} as "${subject}", and is another email.`, sendId };
    }
  },
};
