import { succeed } from '../../../shared/messages/outcome.ts';
import { noticeId } from './notice-id.ts';
import type { Rule } from './rule.ts';

/** “Ravi asks to send email as you” [Accept] [Decline]. */
export const requests: Rule = {
  kind: 'requests',
  types: ['grant.requested'],
  describe: async (event, { me, text, grant }) => {
    if (event.actor?.id === me.id) return succeed(null);
    const found = await grant(event.subjectId);
    if (!found.ok) return found;
    // Answered elsewhere before this browser heard of it.
    if (!found.value || found.value.state !== 'requesting' || found.value.acceptor.id !== me.id)
      return succeed(null);
    const { requestor, note } = found.value;
    return succeed({
      id: noticeId({ about: 'request', id: event.subjectId }),
      text: {
        title: text('notify_request_title', requestor.name),
        message: note ? text('notify_request_note', note) : text('notify_request_message', requestor.email),
        buttons: [text('notify_accept'), text('notify_decline')],
      },
    });
  },
};
