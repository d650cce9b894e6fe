import type { EventType } from '../../../shared/api/events.ts';
import { succeed } from '../../../shared/messages/outcome.ts';
import { noticeId } from './notice-id.ts';
import type { Rule } from './rule.ts';

const words = {
  'send.queued': 'notify_approved',
  'send.rejected': 'notify_rejected',
} as const satisfies Partial<Record<EventType, string>>;

/** What the acceptor decided about one email of mine. */
export const decisions: Rule = {
  kind: 'answers',
  types: Object.keys(words) as EventType[],
  describe: async (event, { me, text, send }) => {
    // My own submission is queued too, and so is what the system tries again.
    if (!event.actor || event.actor.id === me.id) return succeed(null);
    const found = await send(event.subjectId);
    if (!found.ok) return found.error.code === 'not_found' ? succeed(null) : found;
    const { requestor, acceptor, to, subject, batchId } = found.value;
    if (requestor.id !== me.id || batchId !== null) return succeed(null);
    const key = words[event.type as keyof typeof words];
    return succeed({
      id: noticeId({ about: 'send', id: event.subjectId }),
      text: {
        title: text(`${key}_title`, acceptor.name, to.name ?? to.email),
        message: text(`${key}_message`, subject, acceptor.name),
      },
    });
  },
};
