import { setImmediate as nextTurn } from 'node:timers/promises';
import { maxSendsExported, type Send } from '../../../shared/api/sends.ts';
import { newestFirst, type SendPlace } from '../../../shared/domain/send-place.ts';
import type { Clock } from '../../clock.ts';
import { csvRecord } from '../../csv.ts';
import { refuse, type Refusal } from '../../refusal.ts';
import { listSends, walkLength, type SendFilter } from '../../store/list-sends.ts';
import type { Db } from '../../store/store.ts';
import { viewSends, type Viewing } from '../views/send-view.ts';

/** How many are opened before others are served: some thirty milliseconds. */
const sliceLength = 200;
/** After how many pages of a walk that finds little it is given up. */
const mostSlices = 60;
/** How far the clocks of processes may differ (milliseconds): what moved is looked for from so long before it could have. */
const clocksDifferBy = 60_000;

/**
 * The reader's sends as CSV. Made whole before it is answered, or refused: a file that ends early looks like one that is
 * complete. An email that went out meanwhile may have moved past the walk, so what moved is read in a second one, with
 * what `filterAt` asks for by then: what has gone is `past`. `turn` is waited for before each part of it.
 */
export async function exportSends(
  q: Db,
  filterAt: (now: number) => SendFilter,
  viewing: Viewing,
  { clock, turn = nextTurn }: { clock: Clock; turn?: () => Promise<unknown> },
): Promise<string | Refusal> {
  const reading = { viewing, turn, met: new Map<string, Line>() };
  if (!(await readLines(q, filterAt(viewing.now), reading))) return tooMany();
  const later = filterAt(clock());
  const moved = { ...later, since: Math.max(later.since ?? 0, viewing.now - clocksDifferBy) };
  if (!(await readLines(q, moved, reading))) return tooMany();
  const { met } = reading;
  const lines = [...met.values()].sort(newestFirst);
  return [csvRecord(columns.map(([name]) => name)), ...lines.map(({ record }) => record)].join('');
}

type Line = SendPlace & { record: string };
type Reading = { viewing: Viewing; turn: () => Promise<unknown>; met: Map<string, Line> };

/** Each email once, as it was read last. False: they are too many. */
async function readLines(q: Db, filter: SendFilter, { viewing, turn, met }: Reading): Promise<boolean> {
  let before: SendPlace | null = null;
  for (let slice = 0; slice < mostSlices; slice += 1) {
    await turn();
    const page = await listSends(q, viewing.readerId, { ...filter, before, limit: sliceLength });
    for (const send of await viewSends(q, page.rows, viewing)) {
      const record = csvRecord(columns.map(([, cell]) => String(cell(send) ?? '')));
      met.set(send.id, { id: send.id, listedAt: Date.parse(send.listedAt), record });
    }
    if (met.size > maxSendsExported) return false;
    if (page.next === null) return true;
    before = page.next;
  }
  return false;
}

const tooMany = (): Refusal =>
  refuse(
    'too_large',
    `These are more than ${maxSendsExported.toLocaleString('en')} emails, or more than ${(mostSlices * walkLength).toLocaleString('en')} to look through. Nothing was exported: choose a shorter period.`,
  );

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
