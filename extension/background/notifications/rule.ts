import type { Batch } from '../../../shared/api/batches.ts';
import type { EventType, LiveEvent } from '../../../shared/api/events.ts';
import type { Grant } from '../../../shared/api/grants.ts';
import type { Mailbox } from '../../../shared/api/mailboxes.ts';
import type { Me } from '../../../shared/api/me.ts';
import type { Send } from '../../../shared/api/sends.ts';
import type { Suppression } from '../../../shared/api/suppressions.ts';
import type { Outcome } from '../../../shared/messages/outcome.ts';
import type { NotificationKind } from '../../../shared/messages/site-messages.ts';
import type { I18n } from '../../platform/i18n.ts';
import type { NotificationText } from '../../platform/notifications.ts';

/** What a rule may look up to find its words. */
export interface Lookup {
  me: Me;
  text: I18n['text'];
  grant(id: string): Promise<Outcome<Grant | undefined>>;
  grants(): Promise<Outcome<Grant[]>>;
  mailboxes(): Promise<Outcome<Mailbox[]>>;
  send(id: string): Promise<Outcome<Send>>;
  batch(id: string): Promise<Outcome<Batch>>;
  erasuresAsked(): Promise<Outcome<Suppression[]>>;
}

/** A notification; `id` also says what a click on it opens (`notice-id.ts`). */
export type Notice = { id: string; text: NotificationText };

/** One kind of news: which events it speaks of, and what it says; null says nothing. */
export interface Rule {
  kind: NotificationKind;
  types: readonly EventType[];
  describe(event: LiveEvent, lookup: Lookup): Promise<Outcome<Notice | null>>;
}
