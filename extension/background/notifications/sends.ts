import { succeed } from '../../../shared/messages/outcome.ts';
import { noticeId } from './notice-id.ts';
import type { Rule } from './rule.ts';

const words = {
  failed: 'notify_send_failed',
  uncertain: 'notify_send_uncertain',
  blocked: 'notify_send_blocked',
} as const;

/** An email of mine that did not go out, or may not have. */
export const sends: Rule = {
  kind: 'sends',
  types: ['send.failed', 'send.uncertain', 'send.blocked'],
  describe: async (event, { me, text, send }) => {
    const found = await send(event.subjectId);
    if (!found.ok) return found.error.code === 'not_found' ? succeed(null) : found;
    const { state, requestor, acceptor, to, subject, failure, batchId } = found.value;
    // A batch has a page of its own that says it, and one notification when it is done.
    if (batchId !== null && requestor.id === me.id) return succeed(null);
    // The state as it is now: an uncertain send may have been settled since.
    if (state !== 'failed' && state !== 'uncertain' && state !== 'blocked') return succeed(null);
    // The owner of the mailbox is the one who can look whether an uncertain one went out.
    const concernsMe = requestor.id === me.id || (state === 'uncertain' && acceptor.id === me.id);
    if (!concernsMe) return succeed(null);
    // Behalf finds out by itself; if it can't, this event comes again and its owner is asked.
    if (state === 'uncertain' && found.value.waiting?.reason === 'lookup') return succeed(null);
    return succeed({
      id: noticeId({ about: 'send', id: event.subjectId }),
      text: {
        title: text(`${words[state]}_title`, to.name ?? to.email),
        message: text(`${words[state]}_message`, subject, failure?.message ?? ''),
      },
    });
  },
};
