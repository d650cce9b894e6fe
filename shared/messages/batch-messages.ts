import type { Batch, BatchPreview, PreviewBatch, SubmitBatch } from '../api/batches.ts';
import type { Send } from '../api/sends.ts';

/** An email that becomes the template of a batch, and the grant it would go out through. */
export type BatchTemplate = { grantId: string; subject: string; html: string };

export interface BatchMessages {
  /** Opens our page for many recipients with this template in it. Sends nothing: that is confirmed there. */
  'batches:begin': { payload: BatchTemplate; value: null };
  /** `token` is the hash of that page's address: `#template=<token>`. */
  'batches:template': { payload: { token: string }; value: BatchTemplate };
  'batches:preview': { payload: PreviewBatch; value: BatchPreview };
  /** `key` is made once for each dialogue: the server takes one batch under it, however often it is asked for. */
  'batches:submit': { payload: { key: string; batch: SubmitBatch }; value: Batch };
  'batches:list': { payload: { limit: number }; value: Batch[] };
  'batches:read': { payload: { id: string }; value: Batch };
  /** The emails of one batch. */
  'batches:sends': { payload: { id: string }; value: Send[] };
  'batches:pause': { payload: { id: string }; value: Batch };
  'batches:resume': { payload: { id: string }; value: Batch };
  'batches:cancel': { payload: { id: string }; value: Batch };
  /** Consent to a whole batch: names what was on the screen. Given on our own pages only. */
  'batches:approve': { payload: { id: string; contentHash: string }; value: Batch };
  'batches:reject': { payload: { id: string }; value: Batch };
}
