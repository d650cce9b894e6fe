import type { Api } from './api-client.ts';
import type { Handlers } from './handlers.ts';
import type { Session } from './session/session.ts';

export const handleSession = (
  session: Session,
  api: Pick<Api, 'deletion'>,
): Pick<
  Handlers,
  'session:read' | 'session:signIn' | 'session:signOut' | 'session:deletion' | 'session:delete'
> => ({
  'session:read': session.read,
  'session:signIn': session.signIn,
  'session:signOut': session.signOut,
  'session:deletion': api.deletion,
  'session:delete': ({ email }) => session.deleteData(email),
});
