import { isbot } from 'isbot';
import type { Agent } from '../../../shared/domain/hit.ts';
import { dataCentreAgents, knownAgents } from './known-agents.ts';

/** What a request says it comes from. `isKnown` is false for a program nobody has heard of. */
export type ReadAgent = { agent: Agent; isKnown: boolean; isInDataCentre: boolean };

/** The longest agent that is looked at; nothing real is longer, and patterns take their time. */
const longest = 500;

/** Reads the `User-Agent` of a request (RFC 9110 §10.1.5). It can lie; what it can't hide is told by behaviour. */
export function readAgent(userAgent: string | undefined): ReadAgent {
  const said = (userAgent ?? '').trim().slice(0, longest);
  const isInDataCentre = dataCentreAgents.test(said);
  const known = (agent: Agent): ReadAgent => ({ agent, isKnown: true, isInDataCentre });
  if (said === '') return known('none');
  const named = knownAgents.find(({ is }) => is.test(said));
  if (named) return known(named.agent);
  // One more list: the crawlers that say so (the package isbot, which joins several public lists).
  if (isbot(said)) return known('crawler');
  if (/^(Mozilla\/5\.0 \(.*\) ?.*(AppleWebKit|Gecko|Trident|Presto)|Opera\/)/.test(said))
    return known('browser');
  return { agent: 'tool', isKnown: false, isInDataCentre };
}
