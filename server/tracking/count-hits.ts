import type { HitKind, Verdict } from '../../shared/domain/hit.ts';
import { utcDay } from '../clock.ts';
import type { TrackedRow } from '../store/outcomes.ts';
import type { DayChange } from '../store/sender-days.ts';
import type { HitRow, LockedTracked } from '../store/tracking-hits.ts';
import { finalMs, tellAtOf } from './classify/final.ts';
import { judgeAlone, judgeHit, type Hit, type Judgement, type Mail } from './classify/judge-hit.ts';

/** So many hits of one email are kept; what comes after them is a machine's, and only counted. */
export const mostHits = 200;
/** So many of them may be machines': more are only counted, so that a scanner leaves room for the people after it. */
export const mostMachines = 150;

/** A hit, and what tells it from every other one. */
export type MarkedHit = Hit & { mark: string };

/** What hits change about one email: its counts, its hits, and the sums of its day. */
export type Counted = {
  tracked: TrackedRow;
  added: HitRow[];
  revised: Map<number, Judgement>;
  seen: DayChange;
};

/** Counts hits of one email, judged one after the other with all that is known of it. Pure. */
export function countHits(
  { tracked, send }: LockedTracked,
  earlier: readonly HitRow[],
  hits: readonly MarkedHit[],
  mail: Mail,
): Counted {
  const { sendId } = tracked;
  const all = earlier.map((hit) => ({ ...hit }));
  const revised = new Map<number, Judgement>();
  const beyond = { open: 0, click: 0 };
  for (const hit of hits) {
    if (all.length >= mostHits) {
      beyond[sideOf(hit.kind)] += 1;
      continue;
    }
    const { revised: again, ...judgement } = judgeHit(hit, all, mail);
    for (const it of all) {
      const other = again.get(it.seq);
      if (other && !wasTold(tracked, it)) revised.set(it.seq, Object.assign(it, other) && other);
    }
    if (judgement.verdict === 'machine' && machinesIn(all) >= mostMachines) {
      beyond[sideOf(hit.kind)] += 1;
      continue;
    }
    const { kind, link, at, agent, visitor, mark } = hit;
    const seq = all.length + 1;
    all.push({ sendId, seq, kind, link, at, ...judgement, agent: agent.agent, visitor, mark });
  }
  const after = recount(tracked, earlier, all, beyond);
  return {
    tracked: after,
    added: all.slice(earlier.length),
    revised: new Map([...revised].filter(([seq]) => seq <= earlier.length)),
    seen: {
      ...dayOf(send, hits),
      opened: Number(after.firstOpenAt !== null) - Number(tracked.firstOpenAt !== null),
      clicked: Number(after.firstClickAt !== null) - Number(tracked.firstClickAt !== null),
      openMachines: after.openMachines - tracked.openMachines,
      openUnknown: after.openUnknown - tracked.openUnknown,
    },
  };
}

const machinesIn = (hits: readonly HitRow[]): number =>
  hits.reduce((sum, { verdict }) => sum + Number(verdict === 'machine'), 0);

/** A hit of an email of which only sums are kept: judged alone, and nothing of it stays. */
export function countAlone({ send }: LockedTracked, hit: Hit, mail: Mail, isFirst: boolean): DayChange {
  const { verdict } = judgeAlone(hit, mail);
  const isOpen = hit.kind === 'open';
  return {
    ...dayOf(send, [hit]),
    opened: Number(isOpen && verdict === 'person' && isFirst),
    clicked: Number(!isOpen && verdict === 'person' && isFirst),
    openMachines: Number(isOpen && verdict === 'machine'),
    openUnknown: Number(isOpen && verdict === 'unknown'),
  };
}

/** The day that an email counts for is the one it was sent on, whenever it is seen. */
const dayOf = (
  { workspaceId, requestorId, acceptorId, sentAt, firedAt }: LockedTracked['send'],
  hits: readonly Hit[],
) => ({ workspaceId, requestorId, acceptorId, day: utcDay(sentAt ?? firedAt ?? hits[0]!.at) });

/** What people were told rests on it: it stays what it was taken for, whichever way later hits are written down. */
function wasTold({ openToldAt, clickToldAt }: TrackedRow, { kind, at }: HitRow): boolean {
  const toldAt = sideOf(kind) === 'open' ? openToldAt : clickToldAt;
  return toldAt !== null && at <= toldAt - finalMs;
}

const sideOf = (kind: HitKind): 'open' | 'click' => (kind === 'open' ? 'open' : 'click');

function recount(
  tracked: TrackedRow,
  before: readonly HitRow[],
  after: readonly HitRow[],
  beyond: { open: number; click: number },
): TrackedRow {
  const change = (side: 'open' | 'click', verdict: Verdict) => {
    const count = (hits: readonly HitRow[]) =>
      hits.filter((hit) => sideOf(hit.kind) === side && hit.verdict === verdict).length;
    return count(after) - count(before);
  };
  const times = (side: 'open' | 'click') =>
    after.filter((hit) => sideOf(hit.kind) === side && hit.verdict === 'person').map(({ at }) => at);
  const first = (at: number[]) => (at.length ? Math.min(...at) : null);
  const last = (at: number[]) => (at.length ? Math.max(...at) : null);
  const [opens, clicks] = [times('open'), times('click')];
  const counted = {
    ...tracked,
    openPeople: tracked.openPeople + change('open', 'person'),
    openMachines: tracked.openMachines + change('open', 'machine') + beyond.open,
    openUnknown: tracked.openUnknown + change('open', 'unknown'),
    clickPeople: tracked.clickPeople + change('click', 'person'),
    clickMachines: tracked.clickMachines + change('click', 'machine') + beyond.click,
    clickUnknown: tracked.clickUnknown + change('click', 'unknown'),
    ...{ firstOpenAt: first(opens), lastOpenAt: last(opens) },
    ...{ firstClickAt: first(clicks), lastClickAt: last(clicks) },
    hits: after.length,
  };
  return { ...counted, tellAt: tellAtOf(counted) };
}
