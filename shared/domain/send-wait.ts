/**
 * Why an email that was taken has not gone out yet, most telling reason first: a closed set. Words for it are in the
 * extension's catalogue.
 */
export const waitReasons = [
  /** The acceptor is to read it first. */
  'approval',
  /** It can still be taken back. */
  'undo',
  /** It was asked for later. */
  'scheduled',
  /** Its working hours have not begun. */
  'working_hours',
  /** Its batch is paused. */
  'batch_paused',
  /** The mailbox is disconnected; it goes on once its owner connects it again. */
  'mailbox_disconnected',
  /** The provider asked this mailbox to slow down. */
  'provider_rest',
  /** A try did not come through; the next one follows. */
  'retry',
  /** The mailbox has sent what the provider allows for now. */
  'pace',
  /** What others may send from this mailbox in a day is used up. */
  'daily_limit',
  /** Others of the same mailbox are before it. */
  'queue',
  /** Whether it went out is unclear; we look for it in the Sent folder by ourselves. */
  'lookup',
  /** Whether it went out is unclear, and only the mailbox's owner can see. */
  'owner',
] as const;
export type WaitReason = (typeof waitReasons)[number];

/** Why a mailbox rests until an instant: one send is under way, or one of the reasons a send waits for. */
export const restReasons = ['busy', 'provider_rest', 'retry', 'pace'] as const;
export type RestReason = (typeof restReasons)[number];
