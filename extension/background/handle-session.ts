import type { Handlers } from './handlers.ts';
import type { Session } from './session/session.ts';

export const handleSession = (
  session: Session,
): Pick<Handlers, 'session:read' | 'session:signIn' | 'session:signOut'> => ({
  'session:read': session.read,
  'session:signIn': session.signIn,
  'session:signOut': session.signOut,
});
