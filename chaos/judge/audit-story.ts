import type { SendState } from '../../shared/domain/send-state.ts';
import type { Check, Found } from './check.ts';
import type { Stored } from './evidence.ts';

type Entry = Stored['audit'][number];
/** Between `queued` and `sending` nothing is written down, so here both are `waiting`; fired is `fired`. */
type Chapter = 'unwritten' | 'waiting' | 'fired' | Exclude<SendState, 'queued' | 'held' | 'sending'>;

/** What each action may follow, and what may be true after it; design.md's "Send states". */
const plot: Record<string, { from: readonly Chapter[]; to: readonly Chapter[] }> = {
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
  'send.look': { from: ['uncertain'], to: ['uncertain', 'sent', 'waiting', 'failed'] },
  'send.resolve': { from: ['uncertain'], to: ['sent', 'failed'] },
};

/** Each email's entries tell one story that can happen, and that ends where the email is. */
export const auditStory: Check = {
  name: 'the audit tells what happened',
  *find({ stored, receipts }) {
    const stories = new Map<string, Entry[]>();
    for (const entry of stored.audit.filter(({ subjectType }) => subjectType === 'send'))
      stories.set(entry.subjectId, [...(stories.get(entry.subjectId) ?? []), entry]);
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

function* followStory(sendId: string, story: readonly Entry[], state: SendState): Iterable<Found> {
  let chapters: Chapter[] = ['unwritten'];
  for (const { action, seq } of story) {
    const step = plot[action];
    const fits = step && chapters.some((chapter) => step.from.includes(chapter));
    if (!fits)
      return yield { what: `${action} (${seq}) can't follow: it was ${chapters.join(' or ')}.`, sendId };
    chapters = [...step.to];
  }
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
