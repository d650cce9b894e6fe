import type { EventType } from '../../../shared/api/events.ts';
import { succeed } from '../../../shared/messages/outcome.ts';
import { noticeId } from './notice-id.ts';
import type { Rule } from './rule.ts';

const words = {
  'send.replied': 'notify_replied',
  'send.bounced': 'notify_bounced',
} as const satisfies Partial<Record<EventType, string>>;

/** Somebody replied to an email of mine, or it came back. Its acceptor has that in their own inbox. */
export const outcomes: Rule = {
  kind: 'replies',
  types: Object.keys(words) as EventType[],
  describe: async (event, { me, text, send }) => {
    const found = await send(event.subjectId);
    if (!found.ok) return found.error.code === 'not_found' ? succeed(null) : found;
    const { requestor, acceptor, to, subject } = found.value;
    if (requestor.id !== me.id) return succeed(null);
    const key = words[event.type as keyof typeof words];
    const isMine = acceptor.id === me.id;
    return succeed({
      id: noticeId({ about: 'send', id: event.subjectId }),
      text: {
        title: text(`${key}_title`, to.name ?? to.email),
        message: text(isMine ? `${key}_message_own` : `${key}_message`, subject, acceptor.name),
      },
    });
  },
};
