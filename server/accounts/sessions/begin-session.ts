import { v7 as newId } from 'uuid';
import type { TokenResponse } from '../../../shared/api/auth.ts';
import { appendAudit } from '../../audit/append.ts';
import { refuse, type Refusal } from '../../refusal.ts';
import { findFamilyOfCode, redeemAuthCode } from '../../store/auth-flows.ts';
import { lockMember } from '../../store/members.ts';
import { insertFamily } from '../../store/sessions.ts';
import type { Store } from '../../store/store.ts';
import { hashToken, newToken } from '../opaque-token.ts';
import { endReusedFamily } from './end-session.ts';
import { answerWithAccess, storeRefreshToken } from './issue-tokens.ts';

/** One answer for every reason, so that nothing can be learnt by trying. */
export const invalidGrant = (): Refusal =>
  refuse('invalid_grant', 'This sign-in is not valid any more. Please sign in again.');

/**
 * Redeems our own authorization code (RFC 6749 §4.1.3) with its PKCE verifier (RFC 7636 §4.6). A code that comes a
 * second time was seen by somebody else: the session it began is ended too (RFC 6749 §4.1.2).
 */
export function beginSession(
  store: Store,
  request: { code: string; codeVerifier: string; redirectUri: string },
  now: number,
): Promise<TokenResponse | Refusal> {
  const familyId = newId();
  const hash = hashToken(request.code);
  return store.tx(async (q) => {
    const code = await redeemAuthCode(q, {
      hash,
      redirectUri: request.redirectUri,
      codeChallenge: hashToken(request.codeVerifier),
      now,
      familyId,
    });
    if (!code) {
      const begun = await findFamilyOfCode(q, hash);
      if (begun) await endReusedFamily(q, begun, { secret: 'code', now });
      return invalidGrant();
    }
    const member = await lockMember(q, code.memberId);
    if (!member || member.frozenAt !== null) return invalidGrant();
    await insertFamily(q, { id: familyId, memberId: member.id, createdAt: now });
    const refreshToken = newToken('bhr_');
    await storeRefreshToken(q, familyId, refreshToken, now);
    const answer = await answerWithAccess(q, familyId, refreshToken, now);
    await appendAudit(q, {
      workspaceId: member.workspaceId,
      at: now,
      action: 'session.begin',
      actorId: member.id,
      subjectType: 'session',
      subjectId: familyId,
    });
    return answer;
  });
}
