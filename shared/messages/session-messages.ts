import type { Me } from '../api/me.ts';

/** What every surface shows first. `signingIn` is true while the provider's window is open. */
export type SessionView =
  { state: 'signedOut'; serverUrl: string } | { state: 'signedIn'; serverUrl: string; me: Me };

export interface SessionMessages {
  'session:read': { payload: undefined; value: SessionView };
  'session:signIn': { payload: undefined; value: SessionView };
  'session:signOut': { payload: undefined; value: SessionView };
}
