/** From the first attempt at a request until its answer was there (epoch ms). */
export type Span = { beganAt: number; endedAt: number };

/** A submission and its answer. `sendId` when it was taken (202). */
export type Submitted = Span & {
  key: string;
  requestorId: string;
  mailboxId: string;
  grantId: string | null;
  to: string;
  status: number;
  code: string | null;
  sendId: string | null;
  tries: number;
};

/** The same key once more, with the same request or with another. */
export type Repeated = Span & {
  key: string;
  changed: boolean;
  status: number;
  code: string | null;
  sendId: string | null;
};

/**
 * From its answer on nothing goes out any more: of a grant, of a mailbox (`own`: its owner's neither) or one email.
 * `until` is when the client began to ask for the opposite.
 */
export type Stopped = Span & {
  by: 'revoke' | 'leave' | 'pause' | 'disconnect' | 'cancel';
  grantId?: string;
  mailboxId?: string;
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
  readonly repeated: Repeated[] = [];
  readonly stopped: Stopped[] = [];
  readonly resolved: Resolved[] = [];
  /** Requests that nobody answered for a long time. */
  readonly unanswered: string[] = [];
  /** How often each act was done. */
  readonly acts = new Map<string, number>();
  /** What was taken (202), oldest first. */
  readonly taken: (Submitted & { sendId: string })[] = [];

  submit(entry: Submitted): void {
    this.submitted.push(entry);
    if (entry.sendId !== null) this.taken.push(entry as Submitted & { sendId: string });
  }

  repeat({ key, changed, status, code, sendId, beganAt, endedAt }: Repeated): void {
    this.repeated.push({ key, changed, status, code, sendId, beganAt, endedAt });
  }

  count(act: string): void {
    this.acts.set(act, (this.acts.get(act) ?? 0) + 1);
  }
}
