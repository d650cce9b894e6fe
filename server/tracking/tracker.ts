import type { Clock } from '../clock.ts';
import type { Sealer } from '../mail/sealed-mail.ts';
import type { Store } from '../store/store.ts';
import { readAgent } from './classify/read-agent.ts';
import { locationOf } from './location.ts';
import { createOwnBrowsers } from './own-browsers.ts';
import type { RecipientTokens, TokenPurpose } from './recipient-token.ts';
import { createHitRecorder, type ArrivedHit } from './record-hits.ts';
import { canaryLink } from './rewrite-links.ts';
import { createVisitors } from './visitors.ts';

/** What is known of a request. The address is used to tell visitors apart for a day, and never stored. */
export type Asking = { userAgent: string; isHead: boolean; address: string };

/** Where a link leads: on, nowhere a person could see (the hidden one), or it is none of ours. */
export type Destination = { location: string } | 'hidden' | null;

export type Tracker = {
  /** A signed-in member's browser asks for something: it is known to be theirs until the day ends. */
  notice(memberId: string, asking: Asking): void;
  /** Counts an open, if the token is one of ours. Resolves when that is durable. */
  open(token: string, asking: Asking): Promise<void>;
  /** Counts a click and says where it leads. Resolves when that is durable. */
  follow(token: string, asking: Asking): Promise<Destination>;
};

export type TrackerDeps = { store: Store; vault: Sealer; clock: Clock; recipientTokens: RecipientTokens };

/** What answers the pixels and links of emails that are out. */
export function createTracker({ store, vault, clock, recipientTokens }: TrackerDeps): Tracker {
  const own = createOwnBrowsers();
  const record = createHitRecorder(vault, own);
  const visitorOf = createVisitors(clock);

  const hitOf = (sendId: string, { userAgent, isHead, address }: Asking) => ({
    ...{ sendId, at: clock(), isHead },
    agent: readAgent(userAgent),
    visitor: visitorOf(address, userAgent),
  });

  return {
    notice: (memberId, { address, userAgent }) => own.notice(memberId, visitorOf(address, userAgent)),
    async open(token, asking) {
      const read = await recipientTokens.read(token);
      if (read?.purpose !== 'open') return;
      await record(store, { ...hitOf(read.sendId, asking), kind: 'open', link: null });
    },
    async follow(token, asking) {
      const read = await recipientTokens.read(token);
      const target = read && targetOf(read.purpose);
      if (!read || !target) return null;
      const { isKnown, href } = await record(store, { ...hitOf(read.sendId, asking), ...target });
      if (href !== null) return { location: locationOf(href) };
      return isKnown ? 'hidden' : null;
    },
  };
}

function targetOf(purpose: TokenPurpose): Pick<ArrivedHit, 'kind' | 'link'> | null {
  if (typeof purpose === 'string') return null;
  const { click } = purpose;
  return click === canaryLink ? { kind: 'canary', link: null } : { kind: 'click', link: click };
}
