import { utcDay } from '../clock.ts';
import { readBatchStates } from '../store/batches.ts';
import { noteDue } from '../store/queue.ts';
import type { ReadFacts } from '../store/send-facts.ts';
import { placeSends, type Placing, type SendHead } from '../store/sends.ts';
import type { Db } from '../store/store.ts';
import { changeUsage, readUsedDays } from '../store/usage.ts';
import { never } from './never.ts';
import { placeUnderCap, type Place } from './plan-days.ts';
import { dueWithin, maxScheduleMs } from './plan-send.ts';

/** Under which grant sends are let go, and whether what a day can't take of them moves to the following ones. */
type Release = { grant: ReadFacts['grant']; now: number; capped: boolean };

/**
 * Lets sends go that were held, paused or late: at the time they were planned for or, if that has passed, now. What
 * belongs to a paused batch waits on. Mailbox and grant are locked. Resolves with what became of them.
 */
export async function releaseSends(q: Db, held: readonly SendHead[], release: Release): Promise<SendHead[]> {
  const states = await readBatchStates(q, new Set(held.map(({ batchId }) => batchId)));
  const isPaused = ({ batchId }: SendHead) => batchId !== null && states.get(batchId) === 'paused';
  const late = held.filter((send) => !isPaused(send) && isLate(send, release.now));
  const places = await findPlaces(q, late, release);
  const placings = held.map((send) => {
    const place = places.get(send.id);
    const placing: Placing = { ...(place ?? placeOf(send)), state: 'queued' };
    return { id: send.id, placing: isPaused(send) ? { ...placing, dueAt: never } : placing };
  });
  const released = await placeSends(q, ['held', 'queued'], placings);
  await moveUsage(q, held, released, release);
  await noteDue(
    q,
    released.filter(({ dueAt }) => dueAt !== never),
  );
  return released;
}

const placeOf = ({ dueAt, plannedAt, usageDay }: SendHead) => ({ dueAt, plannedAt, usageDay });

/** Its time has passed, or was taken from it by a pause. */
const isLate = ({ dueAt }: SendHead, now: number): boolean => dueAt <= now || dueAt === never;

/** From now on. One that a cap moves is planned for that other day. */
async function findPlaces(
  q: Db,
  late: readonly SendHead[],
  { grant, now, capped }: Release,
): Promise<Map<string, Omit<Placing, 'state'>>> {
  const wishes = late.map((send) => ({
    dueAt: dueWithin(send, Math.max(now, send.plannedAt, send.undoUntil)),
    zone: send.zone,
    hours: send.hours,
  }));
  const places = grant && capped ? await placeCapped(q, late, wishes, { grant, now }) : wishes.map(asWished);
  return new Map(
    places.map((place, i) => {
      const isMoved = place.dueAt !== wishes[i]!.dueAt;
      return [late[i]!.id, { ...place, plannedAt: isMoved ? place.dueAt : late[i]!.plannedAt }];
    }),
  );
}

type Wishes = Parameters<typeof placeUnderCap>[0];
const asWished = ({ dueAt }: Wishes[number]): Place => ({ dueAt, usageDay: utcDay(dueAt) });

async function placeCapped(
  q: Db,
  late: readonly SendHead[],
  wishes: Wishes,
  { grant, now }: { grant: NonNullable<Release['grant']>; now: number },
): Promise<Place[]> {
  const used = await readUsedDays(q, grant.id, utcDay(now));
  for (const { usageDay } of late) if (used.has(usageDay)) add(used, usageDay, -1);
  const left = (day: string) => grant.terms.dailyCap - (used.get(day) ?? 0);
  const maxDays = Math.floor(maxScheduleMs / 86_400_000);
  // Where a whole year is full it goes when it can, for the day it counts for already.
  const over = wishes.map(({ dueAt }, i) => ({ dueAt, usageDay: late[i]!.usageDay }));
  return placeUnderCap(wishes, { left, maxDays }).map((place, i) => place ?? over[i]!);
}

/** Gives the days back that the released ones counted for, and takes those they count for now. */
async function moveUsage(
  q: Db,
  before: readonly SendHead[],
  after: readonly SendHead[],
  { grant, capped }: Release,
): Promise<void> {
  if (grant === null) return;
  const days = new Map(before.map(({ id, usageDay }) => [id, usageDay]));
  const changes = new Map<string, number>();
  for (const { id, usageDay } of after) {
    add(changes, days.get(id)!, -1);
    add(changes, usageDay, 1);
  }
  await changeUsage(q, { grantId: grant.id, cap: capped ? grant.terms.dailyCap : null }, changes);
}

const add = (counts: Map<string, number>, key: string, by: number) =>
  counts.set(key, (counts.get(key) ?? 0) + by);
