import { auditActions } from '../../server/audit/actions.ts';
import type { BatchState } from '../../shared/domain/batch-state.ts';
import type { SendState } from '../../shared/domain/send-state.ts';
import type { Check, Found } from './check.ts';
import type { Stored } from './evidence.ts';

type Entry = Stored['audit'][number];
/** Between `queued` and `sending` nothing is written down, so here both are `waiting`; fired is `fired`. */
type Chapter = 'unwritten' | 'waiting' | 'fired' | Exclude<SendState, 'queued' | 'held' | 'sending'>;

type Plot<Told extends string> = Record<string, { from: readonly Told[]; to: readonly Told[] }>;

/** What each action may follow, and what may be true after it; design.md's "Send states". */
const plot: Plot<Chapter> = {
  'send.submit': { from: ['unwritten'], to: ['waiting'] },
  'send.approve': { from: ['waiting'], to: ['waiting'] },
  'send.edit': { from: ['waiting'], to: ['waiting'] },
  'send.release': { from: ['waiting', 'uncertain'], to: ['waiting'] },
  'send.cancel': { from: ['waiting'], to: ['cancelled'] },
  'send.reject': { from: ['waiting'], to: ['rejected'] },
  'send.block': { from: ['waiting', 'uncertain'], to: ['blocked'] },
  'send.handOver': { from: ['waiting'], to: ['fired'] },
  'send.accept': { from: ['fired'], to: ['sent'] },
  'send.defer': { from: ['fired', 'waiting'], to: ['waiting'] },
  'send.fail': { from: ['fired', 'waiting', 'uncertain'], to: ['failed'] },
  'send.uncertain': { from: ['fired'], to: ['uncertain'] },
  // What did not go out ends with its batch where that was cancelled meanwhile.
  'send.look': { from: ['uncertain'], to: ['uncertain', 'sent', 'waiting', 'failed', 'cancelled'] },
  'send.resolve': { from: ['uncertain'], to: ['sent', 'failed'] },
};

/** The same of batches: what their people did, one after the other. */
const batchPlot: Plot<'unwritten' | BatchState> = {
  'batch.submit': { from: ['unwritten'], to: ['running'] },
  'batch.pause': { from: ['running'], to: ['paused'] },
  'batch.resume': { from: ['paused'], to: ['running'] },
  'batch.cancel': { from: ['running', 'paused'], to: ['cancelled'] },
  'batch.approve': { from: ['running', 'paused'], to: ['running', 'paused'] },
  'batch.reject': { from: ['running', 'paused'], to: ['running', 'paused'] },
};

/** Each email's and each batch's entries tell one story that can happen, and that ends where it is. */
export const auditStory: Check = {
  name: 'the audit tells what happened',
  *find({ stored, receipts }) {
    const stories = new Map<string, Entry[]>();
    for (const entry of stored.audit) {
      if (!(auditActions as readonly string[]).includes(entry.action))
        yield { what: `Nothing is known of ${entry.action} (${entry.seq}).` };
      if (entry.subjectType === 'send' || entry.subjectType === 'batch')
        stories.set(entry.subjectId, [...(stories.get(entry.subjectId) ?? []), entry]);
    }
    for (const { id, state } of stored.batches) {
      const { misfit, chapters } = follow(batchPlot, stories.get(id) ?? []);
      if (misfit) yield { what: `Of the batch ${id}: ${misfit}` };
      else if (!chapters.includes(state))
        yield { what: `The batch ${id} is ${state}, and its audit says ${chapters}.` };
    }
    const requests = new Map<string, number>();
    for (const { sendId } of receipts) requests.set(sendId, (requests.get(sendId) ?? 0) + 1);
    for (const { id, state } of stored.sends) {
      const story = stories.get(id) ?? [];
      yield* followStory(id, story, state);
      const handOvers = story.filter(({ action }) => action === 'send.handOver');
      const asked = requests.get(id) ?? 0;
      if (asked > handOvers.length)
        yield {
          what: `The provider was asked ${asked} times, ${handOvers.length} are written down.`,
          sendId: id,
        };
      yield* fencesGrow(id, handOvers);
    }
  },
};

/** What is true at a story's end; or the first entry in it that can't follow the one before. */
function follow<Told extends string>(
  steps: Plot<Told | 'unwritten'>,
  story: readonly Entry[],
): { misfit: string | null; chapters: readonly (Told | 'unwritten')[] } {
  let chapters: readonly (Told | 'unwritten')[] = ['unwritten'];
  for (const { action, seq } of story) {
    const step = steps[action];
    if (!step || !chapters.some((chapter) => step.from.includes(chapter)))
      return { misfit: `${action} (${seq}) can't follow: it was ${chapters.join(' or ')}.`, chapters };
    chapters = step.to;
  }
  return { misfit: null, chapters };
}

function* followStory(sendId: string, story: readonly Entry[], state: SendState): Iterable<Found> {
  const { misfit, chapters } = follow(plot, story);
  if (misfit) return yield { what: misfit, sendId };
  const end = state === 'queued' || state === 'held' || state === 'sending' ? 'waiting' : state;
  const open = state === 'sending' ? ['waiting', 'fired'] : [end];
  if (!chapters.some((chapter) => open.includes(chapter)))
    yield { what: `It is ${state}, and its audit says ${chapters.join(' or ')}.`, sendId };
}

/** Each handing-over has a fencing token of its own, higher than the one before. */
function* fencesGrow(sendId: string, handOvers: readonly Entry[]): Iterable<Found> {
  const epochs = handOvers.map(({ details }) => (JSON.parse(details) as { epoch: number }).epoch);
  if (epochs.some((epoch, i) => i > 0 && epoch <= epochs[i - 1]!))
    yield { what: `It was handed over under the fences ${epochs.join(', ')}.`, sendId };
}
