import type { Sender } from '../api/senders.ts';
import type { Send } from '../api/sends.ts';
import type { SubmitSend } from '../api/sends.ts';

export interface SendMessages {
  'senders:list': { payload: undefined; value: Sender[] };
  /**
   * `key` is made once per click in the content script and kept until an answer came: when the worker dies in
   * between, the same message is sent again and the server answers with the same send.
   */
  'sends:submit': { payload: { key: string; send: SubmitSend }; value: Send };
  'sends:read': { payload: { id: string }; value: Send };
  'sends:cancel': { payload: { id: string }; value: Send };
  /** The last few emails, of mine and from my mailbox. */
  'sends:list': { payload: undefined; value: Send[] };
  'sends:resolve': { payload: { id: string; outcome: 'sent' | 'notSent' }; value: Send };
  /** Asks in a window of our own, which no page can draw over, when a click could not be trusted. */
  'sends:confirm': { payload: { key: string; send: SubmitSend; senderName: string }; value: Send };
}
