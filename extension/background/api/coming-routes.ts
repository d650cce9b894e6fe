import type { ClientResponse } from 'hono/client';
import type { Batch, BatchPreview, PreviewBatch, SubmitBatch } from '../../../shared/api/batches.ts';
import type { Page } from '../../../shared/api/page.ts';
import type { Send } from '../../../shared/api/sends.ts';
import type { EditSend, TimedDetail } from '../../../shared/api/timed-send.ts';

type Answer<Value> = Promise<ClientResponse<Value, number, string>>;
type ById = { param: { id: string } };
type ActOnBatch = { $post(request: ById): Answer<Batch> };

/**
 * The routes for editing and for batches as `shared/api` agrees on them, in the form that `hc<AppType>` gives them. The
 * server's own types take this file's place once they have them.
 */
export type ComingRoutes = {
  v1: {
    sends: {
      $get(request: {
        query: { batch?: string; state?: Send['state']; limit: number; cursor?: string };
      }): Answer<Page<Send>>;
      ':id': {
        $get(request: ById): Answer<TimedDetail>;
        edit: { $post(request: ById & { json: EditSend }): Answer<Send> };
      };
    };
    batches: {
      $get(request: { query: { limit: number } }): Answer<Page<Batch>>;
      $post(request: { json: SubmitBatch; header: { 'idempotency-key': string } }): Answer<Batch>;
      preview: { $post(request: { json: PreviewBatch }): Answer<BatchPreview> };
      ':id': {
        $get(request: ById): Answer<Batch>;
        pause: ActOnBatch;
        resume: ActOnBatch;
        cancel: ActOnBatch;
        reject: ActOnBatch;
        approve: { $post(request: ById & { json: { contentHash: string } }): Answer<Batch> };
      };
    };
  };
};
