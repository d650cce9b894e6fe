import { utcDay } from '../../server/clock.ts';
import type { Check, Found } from './check.ts';
import type { Stored } from './evidence.ts';

type Entry = Stored['audit'][number];
type Send = Stored['sends'][number];

/**
 * Goes through each company's audit in the order in which it was committed, and knows at each entry what stands: a
 * handing-over that was committed after its grant had ended, while its mailbox was paused or disconnected, or before it
 * was approved, went out without consent. So does one more than the cap, at any moment.
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
  readonly #disconnected = new Set<string>();
  readonly #approved = new Set<string>();
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
    if (entry.action === 'send.approve') this.#approved.add(send.id);
    if (entry.action === 'send.handOver') {
      const why = this.#whyNot(send, entry.at);
      if (why) yield { what: `It was handed over (entry ${entry.seq}) ${why}.`, sendId: send.id };
    }
    yield* this.#count(send, entry);
  }

  #whyNot({ id, grantId, acceptorId, mailboxId }: Send, at: number): string | null {
    if (this.#disconnected.has(mailboxId)) return 'while its mailbox was disconnected';
    if (grantId === null) return null;
    if (this.#paused.has(acceptorId)) return 'while its mailbox was paused';
    if (!this.#live.has(grantId)) return 'when its grant was not live';
    const { expiresAt, approval } = this.#grants.get(grantId)!.terms;
    if (approval === 'every' && !this.#approved.has(id)) return 'without the approval its terms ask for';
    return expiresAt !== null && Date.parse(expiresAt) <= at ? 'when its grant had run out' : null;
  }

  *#count({ id, grantId }: Send, { action, details }: Entry): Iterable<Found> {
    if (grantId === null) return;
    const { outcome, dueAt } = JSON.parse(details) as { outcome?: string; dueAt?: number };
    const ends = ['send.cancel', 'send.block', 'send.reject', 'send.fail'].includes(action);
    const by = action === 'send.submit' ? 1 : ends || outcome === 'notSent' ? -1 : 0;
    if (by === 0) return;
    const send = this.#sends.get(id)!;
    const slot = `${grantId} ${action === 'send.submit' ? utcDay(dueAt!) : send.usageDay}`;
    const used = (this.#used.get(slot) ?? 0) + by;
    this.#used.set(slot, used);
    if (used > this.#grants.get(grantId)!.terms.dailyCap)
      yield { what: `It was taken as number ${used} of its day, over the cap.`, sendId: id };
  }
}
