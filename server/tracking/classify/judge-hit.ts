import type { HitKind, HitReason, Verdict } from '../../../shared/domain/hit.ts';
import { finalMs } from './final.ts';
import type { ReadAgent } from './read-agent.ts';

/** One request as it came in. `visitor` tells apart who asks; `at` in epoch milliseconds. */
export type Hit = {
  kind: HitKind;
  link: number | null;
  at: number;
  isHead: boolean;
  agent: ReadAgent;
  visitor: string;
};

export type Judgement = { verdict: Verdict; reason: HitReason };

/** A hit that was judged, as it is kept. */
export type JudgedHit = Pick<Hit, 'kind' | 'link' | 'at' | 'visitor'> & Judgement & { seq: number };

/** What is known of the email. */
export type Mail = {
  /** When it was handed over (epoch milliseconds); null: not yet. */
  sentAt: number | null;
  links: number;
  /** The recipient's mailbox surely is not one of Google's. */
  isNotAtGoogle: boolean;
  /** Whether a visitor is a browser that its sender is signed in with: theirs is the copy in Sent. */
  isSenders(visitor: string): boolean;
};

/** How long nobody can have read an email (milliseconds): it has to arrive, be noticed, and for a click be read. */
export const unreadMs = { open: 2_000, click: 5_000, canary: 5_000 } as const;
/** All of the links of an email with two or three of them, or four of them, within so long: no hand does that. */
const allLinksMs = 3_000;
const fourLinksMs = 10_000;
/** Who came to the hidden link comes to the others around it, also from other addresses. */
const aroundHiddenMs = 30_000;

/**
 * Whom a hit comes from, with those before it in mind, and which of those are seen otherwise now, by their numbers.
 * Never counts a machine for a person because it called itself a browser, if its behaviour tells.
 */
export function judgeHit(
  hit: Hit,
  earlier: readonly JudgedHit[],
  mail: Mail,
): Judgement & { revised: Map<number, Judgement> } {
  const open = earlier.filter(({ at }) => hit.at - at <= finalMs);
  const alone = judgeAlone(hit, mail);
  if (hit.kind === 'canary') {
    const machine: Judgement = { verdict: 'machine', reason: 'hidden-link' };
    const theirs = open.filter((it) => isAroundHidden(it, hit) && it.verdict !== 'machine');
    return { ...machine, revised: new Map(theirs.map(({ seq }) => [seq, machine])) };
  }
  const told = alone.verdict === 'machine' ? alone : (toldByOthers(hit, earlier) ?? alone);
  const burst = hit.kind === 'click' ? burstWith(hit, earlier, mail.links) : [];
  if (burst.length === 0) return { ...told, revised: new Map() };
  const machine: Judgement = { verdict: 'machine', reason: 'all-links-at-once' };
  const revised = burst
    .filter(({ verdict }) => verdict !== 'machine')
    .map(({ seq }) => [seq, machine] as const);
  return { ...(told.verdict === 'machine' ? told : machine), revised: new Map(revised) };
}

/** What one request says for itself. */
export function judgeAlone({ kind, at, isHead, agent, visitor }: Hit, mail: Mail): Judgement {
  const { sentAt, isNotAtGoogle } = mail;
  const machine = (reason: HitReason): Judgement => ({ verdict: 'machine', reason });
  if (kind === 'canary') return machine('hidden-link');
  if (isHead) return machine('head-request');
  if (mail.isSenders(visitor)) return machine('acceptor-sent-copy');
  if (agent.isInDataCentre) return machine('data-centre');
  const bySelf = judgeAgent(kind, agent);
  if (bySelf.verdict === 'machine') return bySelf;
  if (sentAt === null || at - sentAt < unreadMs[kind]) {
    return machine(agent.agent === 'gmail-proxy' ? 'prefetch-at-delivery' : 'before-delivery');
  }
  // Gmail's proxy shows it to somebody at Google: to its sender, or where the recipient lets their mail be fetched.
  if (isNotAtGoogle && agent.agent === 'gmail-proxy')
    return { verdict: 'unknown', reason: 'acceptor-sent-copy' };
  return bySelf;
}

function judgeAgent(kind: HitKind, { agent, isKnown }: ReadAgent): Judgement {
  const isOpen = kind === 'open';
  switch (agent) {
    case 'browser':
      return { verdict: 'person', reason: 'browser' };
    case 'mail-client':
      return { verdict: 'person', reason: 'mail-client' };
    // A proxy for images shows a person's open, and follows no links for anybody.
    case 'gmail-proxy':
    case 'yahoo-proxy':
      return { verdict: isOpen ? 'person' : 'machine', reason: 'image-proxy' };
    // It asks for every image of every email, read or not: nothing can be told.
    case 'apple-proxy':
      return { verdict: isOpen ? 'unknown' : 'machine', reason: isOpen ? 'privacy-proxy' : 'tool-agent' };
    case 'gmail-prefetch':
      return { verdict: 'machine', reason: 'prefetch-at-delivery' };
    case 'crawler':
    case 'scanner':
      return { verdict: 'machine', reason: 'known-crawler' };
    case 'tool':
      return { verdict: isKnown ? 'machine' : 'unknown', reason: 'tool-agent' };
    case 'none':
      return { verdict: 'machine', reason: 'no-agent' };
  }
}

/** What earlier hits say about one that could be a person's. */
function toldByOthers(hit: Hit, earlier: readonly JudgedHit[]): Judgement | null {
  for (const it of earlier) {
    const isGivenAway = it.reason === 'hidden-link' || it.reason === 'all-links-at-once';
    if (isGivenAway && it.visitor === hit.visitor) return { verdict: 'machine', reason: it.reason };
    if (it.kind === 'canary' && isAroundHidden(hit, it)) return { verdict: 'machine', reason: 'hidden-link' };
    const isLate = it.reason === 'all-links-at-once' && Math.abs(hit.at - it.at) <= allLinksMs;
    if (isLate && hit.kind === 'click') return { verdict: 'machine', reason: it.reason };
  }
  return null;
}

type Trace = Pick<Hit, 'kind' | 'at' | 'visitor'>;

/** The visitor of the hidden link is a machine in all it does; a click around it is another arm of the same one. */
const isAroundHidden = (hit: Trace, canary: Trace): boolean =>
  hit.visitor === canary.visitor || (hit.kind === 'click' && Math.abs(hit.at - canary.at) <= aroundHiddenMs);

/** The clicks before this one that, with it, are too many links in too short a time; else none. */
function burstWith(hit: Hit, earlier: readonly JudgedHit[], links: number): JudgedHit[] {
  const within = (ms: number) =>
    earlier.filter(({ kind, at }) => kind === 'click' && Math.abs(hit.at - at) <= ms);
  const distinct = (hits: readonly JudgedHit[]) => new Set([...hits, hit].map(({ link }) => link)).size;
  const [quick, long] = [within(allLinksMs), within(fourLinksMs)];
  if (distinct(long) >= 4) return long;
  return links >= 2 && distinct(quick) >= links ? quick : [];
}
