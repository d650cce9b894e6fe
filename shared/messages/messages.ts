import type { BatchMessages } from './batch-messages.ts';
import type { CompanyMessages } from './company-messages.ts';
import type { ConfirmMessages } from './confirm-messages.ts';
import type { GrantMessages } from './grant-messages.ts';
import type { ReportMessages } from './report-messages.ts';
import type { SendMessages } from './send-messages.ts';
import type { SessionMessages } from './session-messages.ts';
import type { SiteMessages } from './site-messages.ts';
import type { SurfaceMessages } from './surface-messages.ts';
import type { WaitingMessages } from './waiting-messages.ts';

/** Every runtime message between content scripts, our pages and the service worker: payload in, outcome back. */
export interface Messages
  extends
    SessionMessages,
    GrantMessages,
    SendMessages,
    WaitingMessages,
    BatchMessages,
    CompanyMessages,
    ReportMessages,
    SiteMessages,
    SurfaceMessages,
    ConfirmMessages {}
export type MessageType = keyof Messages;

/** The envelope. `version` is the extension's: a content script left over from before an update is told so. */
export type Envelope<Type extends MessageType = MessageType> = {
  behalf: true;
  version: string;
  type: Type;
  payload: Messages[Type]['payload'];
};

/** Who may send a message: one of our own pages, or a content script on a site where Behalf is on. */
export type SenderClass = 'page' | 'content';
