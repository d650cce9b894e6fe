import type { TokenResponse } from '../../../shared/api/auth.ts';
import type { Refusal } from '../../refusal.ts';
import {
  findMemberOfLiveFamily,
  findRefreshToken,
  spendRefreshToken,
  type RefreshTokenRow,
} from '../../store/sessions.ts';
import type { Db, Store } from '../../store/store.ts';
import { lifetimes } from '../lifetimes.ts';
import { hashToken } from '../opaque-token.ts';
import type { Vault } from '../vault/index.ts';
import { invalidGrant } from './begin-session.ts';
import { endReusedFamily } from './end-session.ts';
import { answerWithAccess, storeRefreshToken } from './issue-tokens.ts';

/**
 * Rotates a refresh token (RFC 9700 §4.14.2). Its successor is derived from it, so a client whose answer got lost, or
 * whose two workers ask at once, gets the same successor again, for a short while and only until that one is used.
 * Any other use of a used token means that two parties hold it: the whole family ends.
 */
export function refreshSession(
  { store, vault }: { store: Store; vault: Vault },
  refreshToken: string,
  now: number,
): Promise<TokenResponse | Refusal> {
  const hash = hashToken(refreshToken);
  const successors = vault.derive(refreshToken).map((bytes) => `bhr_${bytes.toString('base64url')}`);
  const successor = successors[0]!;
  return store.tx(async (q) => {
    const token = await findRefreshToken(q, hash);
    if (!token || token.expiresAt <= now) return invalidGrant();
    const member = await findMemberOfLiveFamily(q, token.familyId);
    if (!member || member.frozenAt !== null) return invalidGrant();
    const spent = await spendRefreshToken(q, hash, { usedAt: now, successorHash: hashToken(successor) });
    if (spent) {
      await storeRefreshToken(q, token.familyId, successor, now);
      return answerWithAccess(q, token.familyId, successor, now);
    }
    // Read again: what refused the update may have been committed after the first look.
    const again = await successorToRepeat(q, await findRefreshToken(q, hash), successors, now);
    if (again) return answerWithAccess(q, token.familyId, again, now);
    await endReusedFamily(q, token.familyId, { secret: 'refresh_token', now });
    return invalidGrant();
  });
}

/** The successor an honest retry may have again: within the leeway, and not used itself. */
async function successorToRepeat(
  q: Db,
  token: RefreshTokenRow | null,
  candidates: readonly string[],
  now: number,
): Promise<string | null> {
  if (!token?.successorHash || token.usedAt === null) return null;
  if (now - token.usedAt > lifetimes.refreshLeeway) return null;
  const successor = await findRefreshToken(q, token.successorHash);
  if (!successor || successor.usedAt !== null) return null;
  // A key rotated in between still finds its own among the older keys' results.
  return candidates.find((candidate) => hashToken(candidate) === token.successorHash) ?? null;
}
