import { utcDay } from '../../server/clock.ts';
import { never } from '../../server/sending/never.ts';
import type { Check, Found } from './check.ts';
import type { Stored } from './evidence.ts';

type Entry = Stored['audit'][number];
type Send = Stored['sends'][number];

/**
 * Goes through each company's audit in the order in which it was committed, and knows at each entry what stands: a
 * handing-over that was committed after its grant had ended, while its mailbox was paused or disconnected, while one of
 * the two people was frozen, or before what it had become was approved, went out without consent. So does one more than the cap, at any moment.
 */
export const consentHolds: Check = {
  name: 'nothing goes out without consent',
  *find({ stored }) {
    const standing = new Standing(stored);
    for (const entry of stored.audit) yield* standing.read(entry);
  },
};

class Standing {
  readonly #sends: Map<string, Send>;
  readonly #grants: Map<string, Stored['grants'][number]>;
  readonly #live = new Set<string>();
  readonly #paused = new Set<string>();
  readonly #frozen = new Set<string>();
  readonly #disconnected = new Set<string>();
  readonly #approved = new Set<string>();
  /** Edited under terms that asked for an approval, and not let go since. */
  readonly #waiting = new Set<string>();
  /** The day of the cap that each email was last known to count for. */
  readonly #days = new Map<string, string>();
  readonly #used = new Map<string, number>();

  constructor({ sends, grants }: Stored) {
    this.#sends = new Map(sends.map((send) => [send.id, send]));
    this.#grants = new Map(grants.map((grant) => [grant.id, grant]));
  }

  *read(entry: Entry): Iterable<Found> {
    const { action, subjectId } = entry;
    if (action.startsWith('grant.')) this.#readGrant(entry);
    else if (action === 'pause.begin') this.#paused.add(subjectId);
    else if (action === 'pause.end') this.#paused.delete(subjectId);
    else if (action === 'member.freeze') this.#frozen.add(subjectId);
    else if (action === 'member.unfreeze') this.#frozen.delete(subjectId);
    else if (action === 'mailbox.disconnect') this.#disconnected.add(subjectId);
    else if (action === 'mailbox.connect') this.#disconnected.delete(subjectId);
    else if (action.startsWith('send.')) yield* this.#readSend(entry);
  }

  #readGrant({ action, subjectId }: Entry): void {
    if (['grant.give', 'grant.accept', 'grant.resume'].includes(action)) this.#live.add(subjectId);
    else if (action !== 'grant.request') this.#live.delete(subjectId);
  }

  *#readSend(entry: Entry): Iterable<Found> {
    const send = this.#sends.get(entry.subjectId);
    if (!send) return yield { what: `${entry.action} is written down for an email that is not stored.` };
    this.#readApproval(entry);
    if (entry.action === 'send.handOver') {
      const why = this.#whyNot(send, entry.at);
      if (why) yield { what: `It was handed over (entry ${entry.seq}) ${why}.`, sendId: send.id };
    }
    yield* this.#count(send, entry);
  }

  /** An approval is one of exactly what was read: an edit takes it back, unless only the time is another. */
  #readApproval({ action, subjectId, details }: Entry): void {
    if (action === 'send.approve' || action === 'send.release') this.#waiting.delete(subjectId);
    if (action === 'send.approve') this.#approved.add(subjectId);
    if (action !== 'send.edit') return;
    const { from, contentHash, state } = JSON.parse(details) as Record<string, string>;
    if (from !== contentHash) this.#approved.delete(subjectId);
    if (state === 'held') this.#waiting.add(subjectId);
  }

  #whyNot({ id, grantId, requestorId, acceptorId, mailboxId }: Send, at: number): string | null {
    if (this.#frozen.has(requestorId) || this.#frozen.has(acceptorId)) return 'while somebody was frozen';
    if (this.#disconnected.has(mailboxId)) return 'while its mailbox was disconnected';
    if (grantId === null) return null;
    if (this.#paused.has(acceptorId)) return 'while its mailbox was paused';
    if (this.#waiting.has(id)) return 'before what it was changed to was approved';
    if (!this.#live.has(grantId)) return 'when its grant was not live';
    const { expiresAt, approval } = this.#grants.get(grantId)!.terms;
    if (approval === 'every' && !this.#approved.has(id)) return 'without the approval its terms ask for';
    return expiresAt !== null && Date.parse(expiresAt) <= at ? 'when its grant had run out' : null;
  }

  *#count({ id, grantId }: Send, { action, details }: Entry): Iterable<Found> {
    if (grantId === null) return;
    const { outcome, dueAt, state } = JSON.parse(details) as Partial<Record<'outcome' | 'state', string>> & {
      dueAt?: number;
    };
    const before = this.#days.get(id);
    const isPlanned = ['send.submit', 'send.edit', 'send.approve'].includes(action);
    const ends =
      ['send.cancel', 'send.block', 'send.reject', 'send.fail'].includes(action) ||
      (action === 'send.look' && (state === 'failed' || state === 'cancelled'));
    // What waits for its paused batch keeps its day.
    const day = isPlanned && dueAt !== undefined && dueAt !== never ? utcDay(dueAt) : before;
    if (ends || outcome === 'notSent') this.#move(grantId, before, undefined);
    if (!isPlanned || day === before) return;
    this.#days.set(id, day!);
    const used = this.#move(grantId, before, day);
    // A late approval goes at once, whatever the cap of that day: the acceptor has just said so.
    if (action !== 'send.approve' && used > this.#grants.get(grantId)!.terms.dailyCap)
      yield { what: `It was taken as number ${used} of its day, over the cap.`, sendId: id };
  }

  /** Counts for another day than before, or for none. Returns how many then count for it. */
  #move(grantId: string, from: string | undefined, to: string | undefined): number {
    const add = (day: string, by: number): number => {
      const used = (this.#used.get(`${grantId} ${day}`) ?? 0) + by;
      this.#used.set(`${grantId} ${day}`, used);
      return used;
    };
    if (from !== undefined) add(from, -1);
    return to === undefined ? 0 : add(to, 1);
  }
}
