import { agents, hitKinds } from '../../../shared/domain/hit.ts';
import type { ArrivedHit } from '../record-hits.ts';

/** A hit as one line of a file: words without spaces, none of which is an address or an agent's own text. */
export const writeHit = ({
  sendId,
  kind,
  link,
  links,
  at,
  isHead,
  agent,
  visitor,
  mark,
}: ArrivedHit): string =>
  `${sendId} ${kind} ${link ?? '-'} ${links} ${at} ${+isHead} ${agent.agent} ${+agent.isKnown} ${+agent.isInDataCentre} ${visitor} ${mark}\n`;

/** Reads what `writeHit` wrote. Null for anything else: the end of a file whose process was killed while it wrote. */
export function readHit(line: string): ArrivedHit | null {
  const words = line.split(' ');
  if (words.length !== 11) return null;
  const [sendId, saidKind, link, links, at, isHead, saidAgent, isKnown, isInDataCentre, visitor, mark] =
    words;
  const kind = hitKinds.find((it) => it === saidKind);
  const agent = agents.find((it) => it === saidAgent);
  if (!kind || !agent || !Number.isSafeInteger(Number(at))) return null;
  return {
    ...{ sendId: sendId!, kind, link: link === '-' ? null : Number(link), links: Number(links) },
    ...{ at: Number(at), isHead: isHead === '1', visitor: visitor!, mark: mark! },
    agent: { agent, isKnown: isKnown === '1', isInDataCentre: isInDataCentre === '1' },
  };
}
