import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from '../model.ts';

export const SessionContext = createContext<Session | null>(null);

export const useSession = (): Session => {
  const session = useContext(SessionContext);
  if (!session) throw new Error('there is no session yet');
  return session;
};
