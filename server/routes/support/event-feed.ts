import type { EventFrame } from '../../../shared/api/events.ts';
import { eventChannel, listEvents, readEventHead } from '../../store/events.ts';
import type { Db, Store } from '../../store/store.ts';
import { viewEvent } from '../views/event-view.ts';

const sliceLength = 100;

/**
 * A member's events after `after` (null: none, only where the feed stands), and the cursor behind them. Where all that
 * came since was too old to be kept, the cursor moves past it, which tells that something was missed.
 */
export async function readFeed(q: Db, memberId: string, after: number | null, limit: number) {
  const from = after ?? (await readEventHead(q, memberId));
  const first = await listEvents(q, memberId, { after: from, limit });
  if (after === null || first.length > 0) return { rows: first, cursor: first.at(-1)?.seq ?? from };
  // In this order: what this head counts is in the list, or gone.
  const head = await readEventHead(q, memberId);
  if (head <= from) return { rows: [], cursor: from };
  const rows = await listEvents(q, memberId, { after: from, limit });
  return { rows, cursor: rows.at(-1)?.seq ?? head };
}

/**
 * Follows a member's feed: everything after `after` (null: from now on), then each event as it is committed, in order
 * and once. `stillLive` is asked before each slice, so that a session that ended gets nothing more. Returns the stop.
 */
export async function openFeed(
  store: Store,
  memberId: string,
  after: number | null,
  send: (frame: EventFrame) => void,
  stillLive: () => Promise<boolean>,
): Promise<() => void> {
  let cursor = after ?? (await readEventHead(store.read, memberId));
  let stopped = false;
  let pumping: Promise<void> | null = null;
  let again = false;

  const pump = async () => {
    do {
      again = false;
      if (stopped || !(await stillLive())) return;
      const rows = await listEvents(store.read, memberId, { after: cursor, limit: sliceLength });
      for (const row of rows) {
        if (stopped) return;
        send({ type: 'event', event: viewEvent(row) });
        cursor = row.seq;
      }
      again ||= rows.length === sliceLength;
    } while (again);
  };
  const wake = () => {
    again = true;
    pumping ??= pump()
      // The client asks again from its cursor after a gap, so a fault here costs a delay and no event.
      .catch(() => {})
      .finally(() => {
        pumping = null;
      });
  };

  const stopListening = store.listen(eventChannel, (payload) => {
    if (payload === memberId || payload === '') wake();
  });
  send({ type: 'ready', cursor: String(cursor) });
  wake();
  return () => {
    stopped = true;
    stopListening();
  };
}
