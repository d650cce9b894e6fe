import type { PreviewBatch, SubmitBatch } from '../../../shared/api/batches.ts';
import type { Send } from '../../../shared/api/sends.ts';
import type { EditSend } from '../../../shared/api/sends.ts';
import { succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { Call } from './server.ts';
import { listAll } from './list-all.ts';
import { onceEach } from './once-each.ts';

/** Editing what waits, and batches: one function per route, as in `api-client.ts`. */
export function createLaterApi(call: Call) {
  const param = (id: string) => ({ param: { id } });
  const act = (what: 'pause' | 'resume' | 'cancel' | 'reject') => (id: string) =>
    call((server) => server.v1.batches[':id'][what].$post(param(id)));
  const inState = (state: Send['state']) =>
    listAll<Send>((query) => call((server) => server.v1.sends.$get({ query: { ...query, state } })));
  return {
    /** All that can still be approved, changed, taken back or looked for, oldest first. */
    waiting: async (): Promise<Outcome<Send[]>> => {
      const lists = await Promise.all((['held', 'queued', 'uncertain'] as const).map(inState));
      const refused = lists.find((list) => !list.ok);
      if (refused) return refused;
      // What went on from one state to the next meanwhile is in both lists.
      return succeed(onceEach(lists.flatMap((list) => (list.ok ? list.value : []))).sort(byMaking));
    },
    /** With the content, for those of our own pages on which a person reads it. */
    content: (id: string) => call((server) => server.v1.sends[':id'].$get(param(id))),
    editSend: (id: string, json: EditSend) =>
      call((server) => server.v1.sends[':id'].edit.$post({ ...param(id), json })),
    previewBatch: (json: PreviewBatch) => call((server) => server.v1.batches.preview.$post({ json })),
    /** The same key always leads to the same batch. */
    submitBatch: (key: string, json: SubmitBatch) =>
      call((server) => server.v1.batches.$post({ json, header: { 'idempotency-key': key } })),
    batches: async (limit: number) => {
      const page = await call((server) => server.v1.batches.$get({ query: { limit } }));
      return page.ok ? succeed(page.value.items) : page;
    },
    batch: (id: string) => call((server) => server.v1.batches[':id'].$get(param(id))),
    /** In the order of the list that was sent to. */
    sendsOfBatch: async (id: string): Promise<Outcome<Send[]>> => {
      const all = await listAll<Send>((query) =>
        call((server) => server.v1.sends.$get({ query: { ...query, batch: id } })),
      );
      return all.ok ? succeed(all.value.sort(byMaking)) : all;
    },
    pauseBatch: act('pause'),
    resumeBatch: act('resume'),
    cancelBatch: act('cancel'),
    rejectBatch: act('reject'),
    approveBatch: (id: string, contentHash: string) =>
      call((server) => server.v1.batches[':id'].approve.$post({ ...param(id), json: { contentHash } })),
  };
}

/** Ids sort by when they were made. */
const byMaking = (a: Send, b: Send): number => a.id.localeCompare(b.id);
