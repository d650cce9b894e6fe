import { insertAuthCode, type AuthFlowRow } from '../../store/auth-flows.ts';
import type { AccountsDeps } from '../deps.ts';
import type { FlowEnd, ProviderAnswer } from '../flow-end.ts';
import { exchangeFlowCode } from '../flow.ts';
import { lifetimes } from '../lifetimes.ts';
import { hashToken, newToken } from '../opaque-token.ts';
import { revokeSealed } from '../mailbox/revoke-sealed.ts';
import { admitMember } from './admit-member.ts';
import { readProfile } from './profile.ts';

/** Ends a sign-in: verifies who came, admits them, and hands our own short-lived code to the client's address. */
export async function finishSignIn(
  deps: AccountsDeps,
  flow: AuthFlowRow,
  answer: ProviderAnswer,
): Promise<FlowEnd> {
  if ('error' in answer) return sendBack(deps, flow, { error: 'access_denied' });
  const exchange = await exchangeFlowCode(deps, flow, answer.code);
  if (exchange.outcome === 'unreachable') return sendBack(deps, flow, { error: 'temporarily_unavailable' });
  const account = exchange.outcome === 'granted' ? readProfile(exchange.grant.account) : null;
  if (!account) return { page: { name: 'notConfirmed', status: 400 } };

  const code = newToken('bhc_');
  const now = deps.clock();
  const { member, superseded } = await deps.store.tx(async (q) => {
    const admitted = await admitMember(q, account, now);
    if (admitted.member.frozenAt === null) {
      await insertAuthCode(q, {
        hash: hashToken(code),
        memberId: admitted.member.id,
        redirectUri: flow.redirectUri!,
        codeChallenge: flow.codeChallenge!,
        expiresAt: now + lifetimes.authCode,
      });
    }
    return admitted;
  });
  for (const mailbox of superseded) await revokeSealed(deps, mailbox);
  return sendBack(deps, flow, member.frozenAt === null ? { code } : { error: 'access_denied' });
}

/** To the client's own address, which was checked when the flow began; with our issuer (RFC 9207). */
function sendBack(
  { config }: AccountsDeps,
  flow: AuthFlowRow,
  answer: { code: string } | { error: string },
): FlowEnd {
  const target = new URL(flow.redirectUri!);
  const parameters = { ...answer, state: flow.clientState!, iss: config.publicUrl };
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  return { redirectTo: target.href };
}
