import { isFinalSendState } from '../../shared/domain/send-state.ts';
import type { Check } from './check.ts';
import { standingAt, versionsOf } from './versions.ts';

/** What was acknowledged (202) is stored as it was asked for, and comes to an end; nothing else is stored. */
export const nothingLost: Check = {
  name: 'nothing acknowledged is lost',
  *find({ journal, stored }) {
    for (const what of journal.unanswered) yield { what };
    const versions = versionsOf(journal);
    const byId = new Map(stored.sends.map((send) => [send.id, send]));
    for (const { sendId, key, requestorId, grantId } of journal.taken) {
      const send = byId.get(sendId);
      if (!send) yield { what: 'An email that was taken (202) is not stored.', sendId };
      else if (
        send.idempotencyKey !== key ||
        send.requestorId !== requestorId ||
        standingAt(versions.get(sendId)!, Infinity).every(({ to }) => send.toEmail !== to) ||
        send.grantId !== grantId
      )
        yield { what: 'An email is stored as another than was taken.', sendId };
    }
    for (const { id, state } of stored.sends)
      if (!isFinalSendState(state)) yield { what: `An email came to no end: it is ${state}.`, sendId: id };
    const keys = new Set(journal.submitted.map(({ key }) => key));
    for (const { id, idempotencyKey } of stored.sends)
      if (!keys.has(idempotencyKey)) yield { what: 'An email is stored that nobody wrote.', sendId: id };
  },
};
