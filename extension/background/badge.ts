import type { Outcome } from '../../shared/messages/outcome.ts';
import type { Me } from '../../shared/api/me.ts';
import { openQuestions } from '../../shared/domain/open-questions.ts';
import type { Action } from '../platform/action.ts';
import type { Api } from './api-client.ts';

type Parts = {
  action: Action;
  signedIn(): Promise<boolean>;
  me(): Promise<Outcome<Me>>;
  grants(): ReturnType<Api['grants']>;
  waiting(): ReturnType<Api['waiting']>;
  erasuresAsked(): ReturnType<Api['erasuresAsked']>;
};

/**
 * The number on the toolbar icon: requests to answer, emails and batches to approve, sends of which nobody knows
 * whether they went out, and for admins recipients who asked to be deleted.
 */
export const createBadge = ({ action, signedIn, me, grants, waiting, erasuresAsked }: Parts) => ({
  refresh: async (): Promise<void> => {
    if (!(await signedIn())) return action.badge(0);
    const [mine, all, sends, wishes] = await Promise.all([me(), grants(), waiting(), erasuresAsked()]);
    // An old number is nearer to the truth than none.
    if (!mine.ok || !all.ok || !sends.ok || !wishes.ok) return;
    const { id } = mine.value;
    const requests = all.value.filter(({ state, acceptor }) => state === 'requesting' && acceptor.id === id);
    const questions = openQuestions(sends.value, id);
    const uncertain = sends.value.filter(({ state }) => state === 'uncertain');
    await action.badge(requests.length + questions.length + uncertain.length + wishes.value.length);
  },
});
