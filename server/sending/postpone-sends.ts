import { groupBy } from '../store/group-by.ts';
import { listDueWithHours, postponeSends } from '../store/queue.ts';
import type { SendRow } from '../store/sends.ts';
import type { Db } from '../store/store.ts';
import { isWithinHours, nextWithinHours } from './plan-hours.ts';

/**
 * What became due outside of its hours (after a retry, a rest, a reconnection) waits for the next ones, and with it
 * everything of the same mailbox of which that is true. Call it with due sends of locked mailboxes; resolves with those
 * that may go now.
 */
export async function postponeOutsideHours(q: Db, due: readonly SendRow[], now: number): Promise<SendRow[]> {
  const outside = due.filter((send) => !mayGo(send, now));
  for (const mailboxId of new Set(outside.map((send) => send.mailboxId))) {
    const late = (await listDueWithHours(q, mailboxId, now)).filter((send) => !mayGo(send, now));
    for (const alike of groupBy(late, ({ zone, hours }) => JSON.stringify([zone, hours])).values()) {
      const { zone, hours } = alike[0]!;
      const ids = alike.map(({ id }) => id);
      await postponeSends(q, ids, nextWithinHours(hours!, zone!, now));
    }
  }
  return due.filter((send) => !outside.includes(send));
}

const mayGo = ({ zone, hours }: Pick<SendRow, 'zone' | 'hours'>, now: number): boolean =>
  hours === null || zone === null || isWithinHours(hours, zone, now);
