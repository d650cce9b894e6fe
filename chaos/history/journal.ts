/** From the first attempt at a request until its answer was there (epoch ms). */
export type Span = { beganAt: number; endedAt: number };

/** A submission and its answer. `sendId` when it was taken (202). */
export type Submitted = Span & {
  key: string;
  requestorId: string;
  mailboxId: string;
  grantId: string | null;
  to: string;
  subject: string;
  /** The key of the batch that it belongs to; its own is then the one that the server made. */
  batchKey: string | null;
  status: number;
  code: string | null;
  sendId: string | null;
  tries: number;
};

/** A batch and its answer. `batchId` when it was taken (202); its emails are then among what was submitted. */
export type SubmittedBatch = Span & {
  key: string;
  requestorId: string;
  mailboxId: string;
  grantId: string | null;
  to: string[];
  status: number;
  code: string | null;
  batchId: string | null;
};
export type TakenBatch = SubmittedBatch & { batchId: string };

/** What an email became. Not `acknowledged`: whether it did nobody knows, its answer was lost. */
export type Edited = Span & { sendId: string; to: string; subject: string; acknowledged: boolean };

/** The same key once more, with the same request or with another. */
export type Repeated = Span & {
  key: string;
  changed: boolean;
  status: number;
  code: string | null;
  /** What it was answered with: an email, or a batch. */
  sendId: string | null;
};

/**
 * From its answer on nothing goes out any more: of a grant, of a mailbox, of a batch, or one email.
 * `until` is when the client began to ask for the opposite.
 */
export type Stopped = Span & {
  by:
    | 'revoke'
    | 'leave'
    | 'pause'
    | 'disconnect'
    | 'freeze'
    | 'cancel'
    | 'pause of a batch'
    | 'cancel of a batch'
    | 'reject';
  grantId?: string;
  mailboxId?: string;
  batchId?: string;
  sendId?: string;
  until: number;
  /** An earlier request of the same person's, long given up, may have been carried out since and undone it. */
  doubtful: boolean;
};

/** What the owner said about an uncertain email, having looked. */
export type Resolved = Span & { sendId: string; outcome: 'sent' | 'notSent'; status: number };

/** What people did and were told: what the server has acknowledged it is held to. */
export class Journal {
  readonly submitted: Submitted[] = [];
  readonly batches: SubmittedBatch[] = [];
  readonly edited: Edited[] = [];
  readonly repeated: Repeated[] = [];
  readonly stopped: Stopped[] = [];
  readonly resolved: Resolved[] = [];
  /** Requests that nobody answered for a long time. */
  readonly unanswered: string[] = [];
  /** How often each act was done. */
  readonly acts = new Map<string, number>();
  /** What was taken (202), oldest first. */
  readonly taken: (Submitted & { sendId: string })[] = [];
  readonly takenBatches: TakenBatch[] = [];

  submit(entry: Submitted): void {
    this.submitted.push(entry);
    if (entry.sendId !== null) this.taken.push(entry as Submitted & { sendId: string });
  }

  submitBatch(entry: SubmittedBatch): void {
    this.batches.push(entry);
    if (entry.batchId !== null) this.takenBatches.push(entry as TakenBatch);
  }

  repeat({ key, changed, status, code, sendId, beganAt, endedAt }: Repeated): void {
    this.repeated.push({ key, changed, status, code, sendId, beganAt, endedAt });
  }

  count(act: string): void {
    this.acts.set(act, (this.acts.get(act) ?? 0) + 1);
  }
}
