import { useEffect, useState } from 'preact/hooks';
import type { Grant } from '../../../shared/api/grants.ts';
import type { Mailbox, MailboxState } from '../../../shared/api/mailboxes.ts';
import type { Me } from '../../../shared/api/me.ts';

/** What a sentence says is so now: how a grant stands, that sending is paused or not, how my mailbox is. */
export type About = { grant: Grant } | { paused: boolean } | { mailbox: MailboxState };
/** What the panel knows, which may be older than what was just done. */
export type Facts = { me: Me; grants: readonly Grant[]; mailbox: Mailbox | undefined };
/** A sentence about what was done, and how that stood before: `before` is null once the panel has caught up. */
export type Told = { sentence: string; about: About; before: string | null };
export type Tell = (sentence: string, about: About) => void;

const mark = ({ id, state }: Grant): string => `${id} ${state}`;

/** How what a sentence is about stands in `facts`. A newer grant between the same two, the same way, counts for it. */
export function standing(about: About, { me, grants, mailbox }: Facts): string {
  if ('paused' in about) return String(me.pausedAt !== null);
  if ('mailbox' in about) return mailbox?.state ?? 'unconnected';
  const { requestor, acceptor } = about.grant;
  const [newest] = grants
    .filter((grant) => grant.requestor.id === requestor.id && grant.acceptor.id === acceptor.id)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return newest ? mark(newest) : '';
}

/** The sentence after the panel has read `now`: null as soon as what it says is not so, or not the last word, any more. */
export function stillSo(told: Told, now: string): Told | null {
  const { about, before } = told;
  const after =
    'grant' in about ? mark(about.grant) : String('paused' in about ? about.paused : about.mailbox);
  if (now === after) return before === null ? told : { ...told, before: null };
  return now === before ? told : null;
}

/** The last thing done in the panel: a sentence that stays while it is so and nothing else is begun. */
export function useTold(facts: Facts): { sentence: string; tell: Tell; forget: () => void } {
  const [told, setTold] = useState<Told | null>(null);
  const now = told && stillSo(told, standing(told.about, facts));
  useEffect(() => setTold((latest) => (latest === told ? now : latest)), [told, now]);
  return {
    sentence: now?.sentence ?? '',
    tell: (sentence, about) => setTold({ sentence, about, before: standing(about, facts) }),
    forget: () => setTold(null),
  };
}
