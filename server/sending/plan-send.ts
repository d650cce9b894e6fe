import type { WorkingHours } from '../../shared/domain/working-hours.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { instantOf, nextWithinHours } from './plan-hours.ts';

/** How a request says when an email is to go. See `timing` in the contract. */
export type AskedTiming = {
  sendAt?: string | undefined;
  zone?: string | undefined;
  hours?: WorkingHours | undefined;
};

/** When an email goes (epoch ms): when it was meant to, at the earliest, and until when it can be undone. */
export type Plan = {
  plannedAt: number;
  dueAt: number;
  undoUntil: number;
  zone: string | null;
  hours: WorkingHours | null;
};

/** The farthest ahead an email can be planned (milliseconds). */
export const maxScheduleMs = 366 * 24 * 60 * 60 * 1000;

/**
 * Plans an email that is asked for at `now`: as asked, but not before now, not before it can be undone no longer, and
 * within its hours. Pure.
 */
export function planSend(
  asked: AskedTiming,
  { now, undoMs }: { now: number; undoMs: number },
): Plan | Refusal {
  const { sendAt, zone = null, hours = null } = asked;
  if (hours !== null && zone === null)
    return refuse('invalid_request', 'zone: hours are hours of a time zone; say which.');
  if (sendAt !== undefined && isLocal(sendAt) && zone === null)
    return refuse('invalid_request', 'zone: a local time needs its time zone, or give sendAt an offset.');
  const wished = sendAt === undefined ? now : isLocal(sendAt) ? instantOf(sendAt, zone!) : Date.parse(sendAt);
  const plannedAt = Math.max(now, wished);
  if (plannedAt > now + maxScheduleMs)
    return refuse('invalid_request', 'sendAt: at most a year ahead, please.');
  const undoUntil = now + undoMs;
  return {
    plannedAt,
    dueAt: dueWithin({ hours, zone }, Math.max(undoUntil, plannedAt)),
    undoUntil,
    zone,
    hours,
  };
}

/** The first instant from `instant` on that hours, if there are any, let an email go at. */
export const dueWithin = ({ hours, zone }: Pick<Plan, 'hours' | 'zone'>, instant: number): number =>
  hours === null || zone === null ? instant : nextWithinHours(hours, zone, instant);

const isLocal = (sendAt: string): boolean => !/(Z|[+-]\d\d:\d\d)$/.test(sendAt);
