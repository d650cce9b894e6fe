import type { DeleteMe, Deletion, Me } from '../api/me.ts';

/** What every surface shows first. `notice` says why somebody was signed out without having asked for it. */
export type SessionView =
  | { state: 'signedOut'; serverUrl: string; notice?: string }
  | { state: 'signedIn'; serverUrl: string; me: Me };

export interface SessionMessages {
  'session:read': { payload: undefined; value: SessionView };
  'session:signIn': { payload: undefined; value: SessionView };
  'session:signOut': { payload: undefined; value: SessionView };
  /** What deleting my data would stop. */
  'session:deletion': { payload: undefined; value: Deletion };
  /** Deletes my data at the server and signs out here; `email` is my own address, typed. */
  'session:delete': { payload: DeleteMe; value: { stopped: number } };
}
