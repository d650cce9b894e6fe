import { succeed } from '../../../shared/messages/outcome.ts';
import { noticeId } from './notice-id.ts';
import type { Rule } from './rule.ts';

/** A mailbox that nothing goes out from any more: one's own, or one that somebody lets me send from. */
export const mailbox: Rule = {
  kind: 'mailbox',
  types: ['mailbox.disconnected'],
  describe: async (event, { me, text, mailboxes, grants }) => {
    if (event.actor?.id === me.id) return succeed(null);
    const id = noticeId({ about: 'mailbox', id: event.subjectId });
    const own = await mailboxes();
    if (!own.ok) return own;
    const mine = own.value.find((each) => each.id === event.subjectId);
    // Connected again before this browser heard of it.
    if (mine?.state === 'connected') return succeed(null);
    if (mine)
      return succeed({
        id,
        text: {
          title: text('notify_mailbox_title'),
          message: text('notify_mailbox_message', mine.email),
        },
      });
    const all = await grants();
    if (!all.ok) return all;
    const lent = all.value.find(
      (each) =>
        each.mailbox.id === event.subjectId && each.requestor.id === me.id && each.state === 'suspended',
    );
    if (!lent) return succeed(null);
    return succeed({
      id,
      text: {
        title: text('notify_lent_mailbox_title', lent.acceptor.name),
        message: text('notify_lent_mailbox_message', lent.acceptor.name),
      },
    });
  },
};
