import type { EventType } from '../../../shared/api/events.ts';
import { succeed } from '../../../shared/messages/outcome.ts';
import { noticeId } from './notice-id.ts';
import type { Rule } from './rule.ts';

const words = {
  'batch.approved': 'notify_batch_approved',
  'batch.rejected': 'notify_batch_rejected',
  'batch.cancelled': 'notify_batch_stopped',
  'batch.blocked': 'notify_batch_stopped',
  'batch.done': 'notify_batch_done',
} as const satisfies Partial<Record<EventType, string>>;

/** What became of a batch of mine: one notification, however many emails it has. */
export const batches: Rule = {
  kind: 'answers',
  types: Object.keys(words) as EventType[],
  describe: async (event, { me, text, batch }) => {
    if (event.actor?.id === me.id) return succeed(null);
    const found = await batch(event.subjectId);
    if (!found.ok) return found.error.code === 'not_found' ? succeed(null) : found;
    const { requestor, acceptor, subject, counts, total } = found.value;
    if (requestor.id !== me.id) return succeed(null);
    const key = words[event.type as keyof typeof words];
    return succeed({
      id: noticeId({ about: 'batch', id: event.subjectId }),
      text: {
        title: text(`${key}_title`, acceptor.name, String(counts.sent), String(total)),
        message: text(`${key}_message`, subject),
      },
    });
  },
};
