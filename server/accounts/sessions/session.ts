import type { Role } from '../../../shared/api/me.ts';
import { hashToken } from '../opaque-token.ts';
import { findLiveSession } from '../../store/sessions.ts';
import type { Db } from '../../store/store.ts';

/** Who makes a request: read from the database at each one, so that a freeze or a logout holds at once. */
export type Session = { memberId: string; workspaceId: string; role: Role; familyId: string };

/** The session of an access token, or null for one that is unknown, expired, ended or of a frozen member. */
export async function authenticate(q: Db, accessToken: string, now: number): Promise<Session | null> {
  if (!accessToken.startsWith('bha_')) return null;
  return findLiveSession(q, hashToken(accessToken), now);
}
