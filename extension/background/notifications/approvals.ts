import { succeed } from '../../../shared/messages/outcome.ts';
import { noticeId } from './notice-id.ts';
import type { Lookup, Rule } from './rule.ts';

/** “Ravi wants to send an email as you” [Read] [Reject]. There is no yes here: consent is to something read. */
export const approvals: Rule = {
  kind: 'approvals',
  types: ['send.held', 'batch.held'],
  describe: (event, lookup) =>
    event.type === 'batch.held' ? ofBatch(event.subjectId, lookup) : ofSend(event.subjectId, lookup),
};

async function ofSend(id: string, { me, text, send }: Lookup): ReturnType<Rule['describe']> {
  const found = await send(id);
  if (!found.ok) return found.error.code === 'not_found' ? succeed(null) : found;
  const { state, requestor, acceptor, to, subject, batchId } = found.value;
  // Decided elsewhere before this browser heard of it; and those of a batch are asked about as one.
  if (state !== 'held' || acceptor.id !== me.id || batchId !== null) return succeed(null);
  return succeed({
    id: noticeId({ about: 'approval', id }),
    text: {
      title: text('notify_held_title', requestor.name),
      message: text('notify_held_message', to.name ?? to.email, subject),
      buttons: [text('notify_read'), text('notify_reject')],
    },
  });
}

async function ofBatch(id: string, { me, text, batch }: Lookup): ReturnType<Rule['describe']> {
  const found = await batch(id);
  if (!found.ok) return found.error.code === 'not_found' ? succeed(null) : found;
  const { requestor, acceptor, subject, counts } = found.value;
  if (acceptor.id !== me.id || counts.held === 0) return succeed(null);
  return succeed({
    id: noticeId({ about: 'batch-approval', id }),
    text: {
      title: text('notify_batch_held_title', requestor.name, String(counts.held)),
      message: text('notify_batch_held_message', subject),
      buttons: [text('notify_read')],
    },
  });
}
