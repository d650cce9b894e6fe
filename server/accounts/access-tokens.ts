import { findMailbox, saveAccessToken, type MailboxRow } from '../store/mailboxes.ts';
import type { AccountsDeps } from './deps.ts';
import { loseMailbox } from './mailbox/disconnect-mailbox.ts';
import { openAccessToken, openRefreshToken, sealAccessToken } from './mailbox/sealed-tokens.ts';
import { TokenCache } from './token-cache.ts';

/**
 * An access token, or why there is none: `dead` the provider has just taken the permission back (once, then it is
 * `disconnected`), `unreachable` it could not be asked, `disconnected` there is nothing to ask with.
 */
export type AccessTokenAnswer =
  | { outcome: 'token'; token: string; tokenVersion: number }
  | { outcome: 'dead' | 'unreachable' | 'disconnected' };

/** The one source of access tokens. See access-tokens.design.md. */
export interface AccessTokenSource {
  /** `mailbox` is the row as the caller has just read it: its version decides whether what is remembered still holds. */
  accessTokenFor(mailbox: { id: string; tokenVersion: number }): Promise<AccessTokenAnswer>;
  /** The provider answered 401 to this token: it is not handed out again. Others that came since are kept. */
  forget(mailboxId: string, token: string): Promise<void>;
}

/** A token that ends sooner than this is refreshed first (milliseconds): a send must not outlive it. */
const marginMs = 60_000;
/** Somebody else changed the tokens each time we were about to save ours: give up and let the caller come again. */
const maxRounds = 3;

type SourceDeps = Pick<AccountsDeps, 'store' | 'clock' | 'vault' | 'identity' | 'log'>;

export function createAccessTokenSource(deps: SourceDeps): AccessTokenSource {
  const cache = new TokenCache();
  const flights = new Map<string, Promise<AccessTokenAnswer>>();
  const isFresh = (until: number | null): boolean => until !== null && until - deps.clock() > marginMs;

  async function fetchToken(id: string): Promise<AccessTokenAnswer> {
    for (let round = 0; round < maxRounds; round += 1) {
      const mailbox = await findMailbox(deps.store.read, id);
      if (mailbox?.state !== 'connected') return { outcome: 'disconnected' };
      const stored = isFresh(mailbox.accessTokenUntil) ? openAccessToken(deps.vault, mailbox) : null;
      if (stored !== null) {
        return remember(mailbox.tokenVersion, { id, token: stored, until: mailbox.accessTokenUntil! });
      }
      const answer = await refreshToken(mailbox);
      if (answer) return answer;
    }
    return { outcome: 'unreachable' };
  }

  /** Asks the provider once; null when the tokens changed meanwhile, so that the caller looks again. */
  async function refreshToken(mailbox: MailboxRow): Promise<AccessTokenAnswer | null> {
    const { id, tokenVersion } = mailbox;
    const refreshToken = openRefreshToken(deps.vault, mailbox);
    if (refreshToken === null) return { outcome: 'disconnected' };
    const refreshed = await deps.identity.refresh(refreshToken);
    if (refreshed.outcome === 'unreachable') return { outcome: 'unreachable' };
    if (refreshed.outcome === 'dead') return (await loseMailbox(deps, mailbox)) ? { outcome: 'dead' } : null;

    const { accessToken: token, accessTokenUntil: until } = refreshed;
    const saved = await deps.store.tx((q) =>
      saveAccessToken(q, id, {
        tokenVersion,
        sealedAccessToken: sealAccessToken(deps.vault, id, token),
        accessTokenUntil: until,
      }),
    );
    if (saved !== null) return remember(saved, { id, token, until });
    await throwAway(id, token);
    return null;
  }

  /**
   * A result that came after a disconnect is taken back at the provider too. Not while the mailbox is connected: the
   * provider would end the whole permission, and with it the token that another process has just saved.
   */
  async function throwAway(id: string, token: string): Promise<void> {
    const mailbox = await findMailbox(deps.store.read, id);
    if (mailbox?.state === 'connected') return;
    const revoked = await deps.identity.revoke(token);
    if (!revoked) deps.log.warn('The provider did not confirm a revocation.', { mailboxId: id });
  }

  function remember(
    tokenVersion: number,
    { id, token, until }: { id: string; token: string; until: number },
  ): AccessTokenAnswer {
    cache.set(id, { token, until, tokenVersion });
    return { outcome: 'token', token, tokenVersion };
  }

  return {
    async accessTokenFor({ id, tokenVersion }) {
      const known = cache.get(id);
      if (known?.tokenVersion === tokenVersion && isFresh(known.until)) {
        return { outcome: 'token', token: known.token, tokenVersion };
      }
      const underWay = flights.get(id);
      if (underWay) return underWay;
      const flight = fetchToken(id).finally(() => flights.delete(id));
      flights.set(id, flight);
      return flight;
    },
    async forget(mailboxId, token) {
      const known = cache.get(mailboxId);
      if (known?.token !== token) return;
      cache.delete(mailboxId);
      const { tokenVersion } = known;
      const nothing = { sealedAccessToken: null, accessTokenUntil: null };
      await deps.store.tx((q) => saveAccessToken(q, mailboxId, { tokenVersion, ...nothing }));
    },
  };
}
