import type { Send } from '../api/sends.ts';
import type { EditSend, SendDetail } from '../api/sends.ts';

/** What concerns emails that have not gone out yet: reading one whole, deciding about it, changing it. */
export interface WaitingMessages {
  /** Every email that waits, of mine and from my mailbox, oldest first; those of batches are among them. */
  'sends:waiting': { payload: undefined; value: Send[] };
  /** One email with every word of it. */
  'sends:content': { payload: { id: string }; value: SendDetail };
  /** Consent: names the content that was on the screen. Given on our own pages only. */
  'sends:approve': { payload: { id: string; contentHash: string }; value: Send };
  'sends:reject': { payload: { id: string }; value: Send };
  'sends:edit': { payload: { id: string; edit: EditSend }; value: Send };
}
