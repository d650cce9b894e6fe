import type { TokenResponse } from '../../../shared/api/auth.ts';
import { insertAccessToken, insertRefreshToken } from '../../store/sessions.ts';
import type { Db } from '../../store/store.ts';
import { lifetimes } from '../lifetimes.ts';
import { hashToken, newToken } from '../opaque-token.ts';

/** Stores a refresh token of a family, as a hash. */
export const storeRefreshToken = (q: Db, familyId: string, token: string, now: number): Promise<void> =>
  insertRefreshToken(q, {
    hash: hashToken(token),
    familyId,
    issuedAt: now,
    expiresAt: now + lifetimes.refreshToken,
  });

/** Makes a fresh access token and answers with it and the given refresh token (RFC 6749 §5.1). */
export async function answerWithAccess(
  q: Db,
  familyId: string,
  refreshToken: string,
  now: number,
): Promise<TokenResponse> {
  const accessToken = newToken('bha_');
  const expiresAt = now + lifetimes.accessToken;
  await insertAccessToken(q, { hash: hashToken(accessToken), familyId, expiresAt });
  return {
    access_token: accessToken,
    refresh_token: refreshToken,
    token_type: 'Bearer',
    expires_in: lifetimes.accessToken / 1000,
  };
}
