import type { EventType } from '../../../shared/api/events.ts';
import { succeed } from '../../../shared/messages/outcome.ts';
import { noticeId } from './notice-id.ts';
import type { Rule } from './rule.ts';

// Who is told: the other of the two people, by the catalogue keys that begin with this.
const words = {
  'grant.accepted': { toRequestor: 'notify_accepted', toAcceptor: null },
  'grant.declined': { toRequestor: 'notify_declined', toAcceptor: null },
  'grant.given': { toRequestor: 'notify_given', toAcceptor: null },
  'grant.revoked': { toRequestor: 'notify_revoked', toAcceptor: 'notify_revoked_by_admin' },
  'grant.left': { toRequestor: null, toAcceptor: 'notify_left' },
} as const satisfies Partial<Record<EventType, { toRequestor: string | null; toAcceptor: string | null }>>;

/** What became of a request or a grant, told to the one who did not do it. */
export const answers: Rule = {
  kind: 'answers',
  types: Object.keys(words) as EventType[],
  describe: async (event, { me, text, grant }) => {
    if (event.actor?.id === me.id) return succeed(null);
    const found = await grant(event.subjectId);
    if (!found.ok) return found;
    if (!found.value) return succeed(null);
    const { requestor, acceptor } = found.value;
    const { toRequestor, toAcceptor } = words[event.type as keyof typeof words];
    const key = requestor.id === me.id ? toRequestor : toAcceptor;
    if (key === null) return succeed(null);
    const other = requestor.id === me.id ? acceptor : requestor;
    return succeed({
      id: noticeId({ about: 'grant', id: event.subjectId }),
      text: {
        title: text(`${key}_title`, other.name),
        message: text(`${key}_message`, other.name, other.email),
      },
    });
  },
};
