import type { Outcome } from '../../../shared/messages/outcome.ts';
import type { Credential, Tokens } from '../session/tokens.ts';

/**
 * One request as the signed-in member; a 401 is answered with one refresh and one retry. Token and server address come
 * as one, so that a token goes to its own server only.
 */
export async function authorised<Value>(
  tokens: Pick<Tokens, 'current' | 'renew'>,
  ask: (credential: Credential) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const first = await tokens.current();
  if (!first.ok) return first;
  const answer = await ask(first.value);
  if (answer.ok || answer.error.code !== 'unauthenticated') return answer;
  const second = await tokens.renew(first.value.token);
  return second.ok ? ask(second.value) : second;
}
