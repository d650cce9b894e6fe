import type { AccountsDeps } from '../deps.ts';
import { beginFlow } from '../flow.ts';

/** What a client asks for at `GET /auth/start`; its challenge is checked when our own code is redeemed. */
export type SignInRequest = { redirectUri: string; state: string; codeChallenge: string };

/**
 * Begins a sign-in; resolves with the provider's address, or null when it would end at an address we don't know
 * (compared as a whole: RFC 9700 §2.1). Such a request must never be redirected anywhere.
 */
export async function startSignIn(deps: AccountsDeps, request: SignInRequest): Promise<string | null> {
  if (!deps.config.redirectUris.includes(request.redirectUri)) return null;
  return beginFlow(deps, {
    kind: 'signIn',
    redirectUri: request.redirectUri,
    clientState: request.state,
    codeChallenge: request.codeChallenge,
  });
}
