import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { IdentityProvider } from '../mail/provider.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from './vault/index.ts';

/** Everything the verbs of `accounts/` reach the world through. */
export type AccountsDeps = {
  store: Store;
  clock: Clock;
  vault: Vault;
  identity: IdentityProvider & {
    /** How the provider names itself in `iss`. */
    readonly issuer: string;
    /** What must be among the granted scopes to send, and to see that somebody replied. */
    readonly scopes: { readonly send: string; readonly replies: string };
  };
  config: {
    /** Where browsers reach this server, without a trailing slash. */
    publicUrl: string;
    /** The only addresses a sign-in may end at, compared as whole strings. */
    redirectUris: readonly string[];
  };
  log: Pick<Log, 'warn'>;
};
