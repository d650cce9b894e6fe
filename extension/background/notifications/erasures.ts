import { succeed } from '../../../shared/messages/outcome.ts';
import { noticeId } from './notice-id.ts';
import type { Rule } from './rule.ts';

/** “A recipient asks to be deleted”, for those who can do it. */
export const erasures: Rule = {
  kind: 'requests',
  types: ['suppression.erasureAsked'],
  describe: async (event, { text, erasuresAsked }) => {
    const asked = await erasuresAsked();
    if (!asked.ok) return asked;
    const wish = asked.value.find(({ id }) => id === event.subjectId);
    // Done elsewhere before this browser heard of it.
    if (!wish) return succeed(null);
    return succeed({
      id: noticeId({ about: 'erasure', id: wish.id }),
      text: { title: text('notify_erasure_title'), message: text('notify_erasure_message', wish.email) },
    });
  },
};
