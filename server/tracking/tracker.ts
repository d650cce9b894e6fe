import { createMemory } from '../bounded-memory.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Sealer } from '../mail/sealed-mail.ts';
import type { Store } from '../store/store.ts';
import { readAgent, type ReadAgent } from './classify/read-agent.ts';
import { createCounting } from './journal/counting.ts';
import { nextMark } from './journal/hit-mark.ts';
import { createJournal } from './journal/journal.ts';
import { takeOver } from './journal/take-over.ts';
import { createLinksOf } from './links-of.ts';
import { locationOf } from './location.ts';
import { createOwnBrowsers } from './own-browsers.ts';
import type { RecipientTokens } from './recipient-token.ts';
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
  /** Takes an open down, if the token is one of ours. Resolves when it can't be lost any more; it is counted soon after. */
  open(token: string, asking: Asking): Promise<void>;
  /** Takes a click down and says where it leads. Resolves when it can't be lost any more, or can't be taken down. */
  follow(token: string, asking: Asking): Promise<Destination>;
  /** Counts what processes that are gone have taken down and not counted. Resolves with how many hits that are. */
  takeOver(): Promise<number>;
  /** Resolves when all that was taken down is counted. */
  counted(): Promise<void>;
  /** Counts what there is, as far as the database can be reached. */
  stop(): Promise<void>;
};

export type TrackerDeps = {
  store: Store;
  vault: Sealer;
  clock: Clock;
  log: Log;
  recipientTokens: RecipientTokens;
  /** Where hits are kept until they are counted. */
  hitsFolder: string;
};

/** So many hits may wait to be counted; whoever comes after more waits, too, so that memory and disk have an end. */
const mostWaiting = 100_000;
const mostAgents = 1_000;

/** What answers the pixels and links of emails that are out. See tracking.design.md. */
export function createTracker(deps: TrackerDeps): Tracker {
  const { store, vault, clock, log, recipientTokens, hitsFolder } = deps;
  const own = createOwnBrowsers();
  const visitorOf = createVisitors(clock);
  const linksOf = createLinksOf(store, vault);
  const journal = createJournal(hitsFolder);
  const counting = createCounting({ journal, log, count: createHitRecorder(store, own) });
  const agents = createMemory<ReadAgent>({ max: mostAgents });

  const agentOf = (userAgent: string): ReadAgent => {
    const known = agents.get(userAgent);
    if (known) return known;
    const read = readAgent(userAgent);
    agents.set(userAgent, read);
    return read;
  };
  const keep = (
    { userAgent, isHead, address }: Asking,
    { sendId, kind, link, links }: Pick<ArrivedHit, 'sendId' | 'kind' | 'link' | 'links'>,
  ): Promise<void> => {
    const [agent, visitor] = [agentOf(userAgent), visitorOf(address, userAgent)];
    const hit = { sendId, kind, link, links, at: clock(), isHead, agent, visitor, mark: nextMark() };
    const kept = journal.append(hit);
    counting.noticed();
    return counting.waiting > mostWaiting ? kept.then(() => counting.counted()) : kept;
  };

  return {
    notice: (memberId, { address, userAgent }) => own.notice(memberId, visitorOf(address, userAgent)),
    async open(token, asking) {
      const read = await recipientTokens.read(token);
      if (read?.purpose === 'open')
        await keep(asking, { sendId: read.sendId, kind: 'open', link: null, links: 0 });
    },
    async follow(token, asking) {
      const read = await recipientTokens.read(token);
      if (!read || typeof read.purpose === 'string') return null;
      const { sendId, purpose } = read;
      const links = await linksOf(sendId);
      const isHidden = purpose.click === canaryLink;
      const href = links?.[purpose.click];
      if (!links || (href === undefined && !isHidden)) return null;
      try {
        const what = isHidden
          ? ({ kind: 'canary', link: null } as const)
          : ({ kind: 'click', link: purpose.click } as const);
        await keep(asking, { sendId, ...what, links: links.length });
      } catch (fault) {
        // Who follows a link is led on. What can't be written down is not counted.
        log.warn('A click could not be taken down.', { fault });
      }
      return href === undefined ? 'hidden' : { location: locationOf(href) };
    },
    async takeOver() {
      const segments = await takeOver(hitsFolder, { isAlone: store.engine === 'sqlite' });
      counting.add(segments);
      return segments.reduce((sum, { hits }) => sum + hits.length, 0);
    },
    counted: () => counting.counted(),
    stop: () => counting.stop(),
  };
}
