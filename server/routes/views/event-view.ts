import type { LiveEvent } from '../../../shared/api/events.ts';
import type { listEvents } from '../../store/events.ts';
import { toInstant } from './instant.ts';

/** An event as its member sees it. */
export const viewEvent = (row: Awaited<ReturnType<typeof listEvents>>[number]): LiveEvent => ({
  cursor: String(row.seq),
  type: row.type,
  subjectId: row.subjectId,
  actor: row.actorId === null ? null : { id: row.actorId, name: row.actorName ?? '' },
  at: toInstant(row.at),
  ...(row.stopped > 0 ? { stopped: row.stopped } : {}),
});
