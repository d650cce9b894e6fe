import { sendTimeoutMs } from '../mail/provider.ts';
import { leaseMs } from './claim-sends.ts';

const minute = 60_000;

/** If this long passed between the mark and the request, the process slept: the request is not made (milliseconds). */
export const fireToRequestMs = leaseMs / 3;

/**
 * How long after its request has ended a message may still turn up in Sent (milliseconds). Gmail names no such time.
 * Believing the first look sent 92 of 30,000 emails twice in a trial with faults on a quarter of the calls; five minutes
 * sent none twice.
 */
export const settlingMs = 5 * minute;

/** From here on, counted from the mark, a message that is not in Sent was surely not sent (milliseconds). */
export const conclusiveAfterMs = fireToRequestMs + sendTimeoutMs + settlingMs;

/** Nothing leaves by itself this long after its attempt: nobody expects it any more (milliseconds). */
export const staleAfterMs = 24 * 60 * minute;

/** The first look comes this long after an outcome was unclear: most messages are there at once (milliseconds). */
export const firstLookMs = 5_000;

/** A look says nothing for this long: it is lost (milliseconds); longer than one may take, its token included. */
export const lookLeaseMs = 2 * minute;

/** So many looks, which take about a day, and the owner is asked. */
export const maxLooks = 56;

/** How long to wait after the nth look, counted from 1: 10 s, 20 s, … half an hour (milliseconds). */
export const lookBackOffMs = (looks: number): number => Math.min(30 * minute, firstLookMs * 2 ** looks);
