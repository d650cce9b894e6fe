import type { Cast } from '../system/people.ts';
import type { GoogleProcess } from '../system/google-process.ts';
import type { Client, Request } from './client.ts';
import type { Journal } from './journal.ts';
import type { Tickets } from './tickets.ts';
import type { Turns } from './turns.ts';

/** What people act in. An act may be under way in several lanes at once. */
export type Scene = {
  cast: Cast;
  client: Client;
  journal: Journal;
  tickets: Tickets;
  turns: Turns;
  google: GoogleProcess;
  /** What the servers' clocks say (epoch ms); one of them may be off. */
  clock(): number;
  /** Every request that carried a key, to be repeated. */
  requests: Map<string, Request>;
  /** Since when an attempt is known to be uncertain, by email and attempt. */
  uncertainSince: Map<string, number>;
};

/** The item at a drawn place of a list that is as long as it is. */
export const at = <T>(list: readonly T[], drawn: number): T => list[drawn % list.length]!;

/** The same, counted from the latest one back. */
export const fromEnd = <T>(list: readonly T[], drawn: number, reach = 60): T | undefined =>
  list[list.length - 1 - (drawn % Math.min(reach, Math.max(1, list.length)))];
