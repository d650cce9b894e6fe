import type { Outcome } from '../../shared/messages/outcome.ts';
import type { Me } from '../../shared/api/me.ts';
import type { Action } from '../platform/action.ts';
import type { Api } from './api-client.ts';

type Parts = {
  action: Action;
  api: Pick<Api, 'sends'>;
  signedIn(): Promise<boolean>;
  me(): Promise<Outcome<Me>>;
  grants(): ReturnType<Api['grants']>;
};

/** The number on the toolbar icon: requests to answer and sends of which nobody knows whether they went out. */
export const createBadge = ({ action, api, signedIn, me, grants }: Parts) => ({
  refresh: async (): Promise<void> => {
    if (!(await signedIn())) return action.badge(0);
    const [mine, all, latest] = await Promise.all([me(), grants(), api.sends(100)]);
    // An old number is nearer to the truth than none.
    if (!mine.ok || !all.ok || !latest.ok) return;
    const requests = all.value.filter(
      ({ state, acceptor }) => state === 'requesting' && acceptor.id === mine.value.id,
    );
    const uncertain = latest.value.filter(({ state }) => state === 'uncertain');
    await action.badge(requests.length + uncertain.length);
  },
});
