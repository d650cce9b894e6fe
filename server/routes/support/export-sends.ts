import { setImmediate as nextTurn } from 'node:timers/promises';
import { maxSendsExported, type Send } from '../../../shared/api/sends.ts';
import { csvRecord } from '../../csv.ts';
import { refuse, type Refusal } from '../../refusal.ts';
import { listSends, walkLength, type SendFilter } from '../../store/list-sends.ts';
import type { Db } from '../../store/store.ts';
import { viewSends, type Viewing } from '../views/send-view.ts';

/** How many are opened before others are served: some thirty milliseconds. */
const sliceLength = 200;
/** After how many pages of a walk that finds little it is given up. */
const mostSlices = 60;

/**
 * The reader's sends as CSV. Made whole before it is answered, or refused: a file that ends early looks like one that is
 * complete.
 */
export async function exportSends(q: Db, filter: SendFilter, viewing: Viewing): Promise<string | Refusal> {
  const records = [csvRecord(columns.map(([name]) => name))];
  let before: string | null = null;
  for (let slice = 0; slice < mostSlices; slice += 1) {
    await nextTurn();
    const page = await listSends(q, viewing.readerId, { ...filter, before, limit: sliceLength });
    for (const send of await viewSends(q, page.rows, viewing))
      records.push(csvRecord(columns.map(([, cell]) => String(cell(send) ?? ''))));
    if (records.length > maxSendsExported + 1) break;
    if (page.next === null) return records.join('');
    before = page.next;
  }
  return refuse(
    'too_large',
    `These are more than ${maxSendsExported.toLocaleString('en')} emails, or more than ${(mostSlices * walkLength).toLocaleString('en')} to look through. Nothing was exported: choose a shorter period.`,
  );
}

type Cell = string | number | null | undefined;

const columns: readonly (readonly [string, (send: Send) => Cell])[] = [
  ['submittedAt', (send) => send.createdAt],
  ['sentAt', (send) => send.sentAt],
  ['state', (send) => send.state],
  ['sentAs', (send) => send.acceptor.email],
  ['writtenBy', (send) => send.requestor.email],
  ['to', (send) => send.to.email],
  ['toName', (send) => send.to.name],
  ['subject', (send) => send.subject],
  ['tracking', (send) => send.outcome?.tracking],
  ['opensByPeople', (send) => send.outcome?.opens?.people],
  ['opensByMachines', (send) => send.outcome?.opens?.machines],
  ['opensUnknown', (send) => send.outcome?.opens?.unknown],
  ['firstOpenedAt', (send) => send.outcome?.opens?.firstAt],
  ['clicksByPeople', (send) => send.outcome?.clicks?.people],
  ['firstClickedAt', (send) => send.outcome?.clicks?.firstAt],
  ['repliedAt', (send) => send.outcome?.repliedAt],
  ['autoRepliedAt', (send) => send.outcome?.autoRepliedAt],
  ['bouncedAt', (send) => send.outcome?.bouncedAt],
  ['bounceReason', (send) => send.outcome?.bounceReason],
  ['failure', (send) => send.failure?.code],
  ['id', (send) => send.id],
];
