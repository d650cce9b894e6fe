import type { AccountsDeps } from './deps.ts';
import { takeFlow } from './flow.ts';
import type { FlowEnd } from './flow-end.ts';
import { finishConnect } from './mailbox/finish-connect.ts';
import { finishSignIn } from './sign-in/finish-sign-in.ts';

/** What the provider's redirect carried; nothing of it is believed before its state was found. */
export type CallbackQuery = {
  state?: string | undefined;
  code?: string | undefined;
  error?: string | undefined;
  iss?: string | undefined;
};

/**
 * Ends the sign-in or the consent that the state belongs to. The state is used up first, whatever follows. An issuer
 * that is named must be the one that was asked (RFC 9207 §2.4).
 */
export async function finishFlow(deps: AccountsDeps, query: CallbackQuery): Promise<FlowEnd> {
  const flow = query.state ? await takeFlow(deps, query.state) : null;
  if (!flow || (query.iss !== undefined && query.iss !== deps.identity.issuer)) return badLink;
  const answer = query.error ? { error: query.error } : query.code ? { code: query.code } : null;
  if (!answer) return badLink;
  return flow.kind === 'signIn' ? finishSignIn(deps, flow, answer) : finishConnect(deps, flow, answer);
}

const badLink: FlowEnd = { page: { name: 'badLink', status: 400 } };
