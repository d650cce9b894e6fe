import type { AccountsDeps } from '../../accounts/deps.ts';
import type { Session } from '../../accounts/sessions/index.ts';
import type { Config } from '../../config.ts';
import type { Tracker } from '../../tracking/tracker.ts';
import type { RecipientTokens } from '../../tracking/recipient-token.ts';
import type { Pace } from '../../sending/pace.ts';
import type { Limits } from '../limits/limits.ts';

/** What the routes work with. `config` is what they may know of the configuration: no key is in it. */
export type AppDeps = AccountsDeps & {
  config: AccountsDeps['config'] &
    Pick<Config, 'extensionIds' | 'undoMs' | 'trustedProxyHops' | 'rateLimitFactor'>;
  /** What stands in the links of emails. */
  recipientTokens: RecipientTokens;
  /** What takes opens and clicks down. */
  tracker: Tracker;
  /** What tells people when their email's turn comes; Gmail's own when absent. */
  pace?: Pace;
};

/** What a request carries on its way: set by the app, and `session` by `requireSession`. */
export type AppEnv = {
  Variables: { deps: AppDeps; limits: Limits; requestId: string; session: Session };
};
