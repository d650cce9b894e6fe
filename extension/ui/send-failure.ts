import type { GrantSide } from '../../shared/api/grants.ts';
import type { Send } from '../../shared/api/sends.ts';
import { isRetried } from '../../shared/domain/send-state.ts';

/**
 * The key of the sentence that tells one of a send's two people why it did not go out, or has not yet; null when there
 * is nothing to tell. `$1` in it is the other one's first name.
 */
export function failureKey(
  { state, failure }: Pick<Send, 'state' | 'failure'>,
  side: GrantSide,
): string | null {
  if (!failure) return null;
  return `send_${isRetried(state, failure.code) ? 'waits' : 'failure'}_${side}_${failure.code}`;
}
