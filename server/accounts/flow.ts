import { insertAuthFlow, takeAuthFlow, type AuthFlowRow } from '../store/auth-flows.ts';
import type { AccountsDeps } from './deps.ts';
import { lifetimes } from './lifetimes.ts';
import { hashToken, randomUrlText } from './opaque-token.ts';

/** What a flow remembers of its beginning until the provider's redirect ends it. */
export type FlowBeginning =
  | { kind: 'signIn'; redirectUri: string; clientState: string; codeChallenge: string }
  | { kind: 'connect'; memberId: string; replies: boolean; loginHint: string };

/** Where the provider sends the browser back to. */
export const callbackUri = ({ config }: Pick<AccountsDeps, 'config'>): string =>
  `${config.publicUrl}/auth/callback/google`;

/**
 * Begins a sign-in or a consent: remembers it under the hash of a fresh state, its PKCE verifier sealed, and resolves
 * with the provider's address (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1).
 */
export async function beginFlow(deps: AccountsDeps, beginning: FlowBeginning): Promise<string> {
  const [state, nonce, verifier] = [randomUrlText(), randomUrlText(), randomUrlText()];
  const stateHash = hashToken(state);
  const { kind } = beginning;
  await deps.store.tx((q) =>
    insertAuthFlow(q, {
      stateHash,
      nonce,
      sealedVerifier: deps.vault.seal(verifier, verifierCell(stateHash)),
      expiresAt: deps.clock() + lifetimes.authFlow,
      ...(kind === 'signIn'
        ? {
            kind,
            redirectUri: beginning.redirectUri,
            clientState: beginning.clientState,
            codeChallenge: beginning.codeChallenge,
          }
        : { kind, memberId: beginning.memberId, replies: beginning.replies }),
    }),
  );
  return deps.identity.consentUrl({
    purpose: kind,
    replies: kind === 'connect' && beginning.replies,
    state,
    nonce,
    codeChallenge: hashToken(verifier),
    redirectUri: callbackUri(deps),
    loginHint: kind === 'connect' ? beginning.loginHint : null,
  });
}

/** Takes the flow of a state, once and for good; null for a state that is foreign, used or too old. */
export const takeFlow = (deps: AccountsDeps, state: string): Promise<AuthFlowRow | null> =>
  deps.store.tx((q) => takeAuthFlow(q, hashToken(state), deps.clock()));

/** Exchanges the provider's code with what only this flow knows. */
export const exchangeFlowCode = (deps: AccountsDeps, flow: AuthFlowRow, code: string) =>
  deps.identity.exchangeCode({
    code,
    codeVerifier: deps.vault.open(flow.sealedVerifier, verifierCell(flow.stateHash)),
    nonce: flow.nonce,
    redirectUri: callbackUri(deps),
  });

const verifierCell = (stateHash: string) => ({
  table: 'auth_flows',
  id: stateHash,
  column: 'sealed_verifier',
});
