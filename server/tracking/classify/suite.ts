import type { HitKind, HitReason, Verdict } from '../../../shared/domain/hit.ts';
import { judgeHit, type Judgement, type JudgedHit } from './judge-hit.ts';
import { isSurelyNotAtGoogle } from './mailbox-providers.ts';
import { readAgent } from './read-agent.ts';

/**
 * One request of a recording: `at` in seconds after the email was handed over; `link` for clicks, counted from 0;
 * `from` tells networks apart. `truth` is who it was: of `unknown` nobody can say.
 */
export type RecordedHit = {
  at: number;
  kind?: HitKind;
  link?: number;
  head?: true;
  from?: string;
  agent: string;
  truth: Verdict;
  /** Why it has to be taken for that, where one reason is the right one. */
  why?: HitReason;
};

/** What was seen of one email, and where it is written that this looks so. */
export type Recording = {
  what: string;
  source: string;
  links: number;
  /** Whom it was sent to, where that tells something. */
  to?: string;
  /** Where its sender is signed in, as `from` of the hits. */
  sender?: string;
  hits: readonly RecordedHit[];
};

/** What each hit of a recording is taken for in the end, in its order. */
export function judgeRecording({ links, to = 'jonas@candidate.us', sender, hits }: Recording): Judgement[] {
  const judged: JudgedHit[] = [];
  for (const [i, { at, kind = 'open', link = null, head, from = 'a', agent }] of hits.entries()) {
    const hit = { kind, link, at: at * 1000, visitor: `${from} ${agent}` };
    const mail = {
      ...{ sentAt: 0, links, isNotAtGoogle: isSurelyNotAtGoogle(to) },
      isSenders: (visitor: string) => sender !== undefined && visitor.startsWith(`${sender} `),
    };
    const asked = { ...hit, isHead: head ?? false, agent: readAgent(agent) };
    const { revised, ...judgement } = judgeHit(asked, judged, mail);
    for (const it of judged) Object.assign(it, revised.get(it.seq));
    judged.push({ ...hit, ...judgement, seq: i });
  }
  return judged.map(({ verdict, reason }) => ({ verdict, reason }));
}

/** How many of those taken for it were it (precision), and how many of those who were it were taken for it (recall). */
export function score(pairs: readonly { truth: Verdict; said: Verdict }[], verdict: Verdict) {
  const right = pairs.filter(({ truth, said }) => truth === verdict && said === verdict).length;
  const said = pairs.filter((pair) => pair.said === verdict).length;
  const were = pairs.filter((pair) => pair.truth === verdict).length;
  return { precision: right / said, recall: right / were, right, said, were };
}
