import { randomBytes } from 'node:crypto';
import type { Db } from './store.ts';

/** The channel that tells dispatchers when something can be claimed. */
export const sendChannel = 'behalf_sends';
/** The channel that tells when there is something to look after besides: an uncertain email to look for. */
export const careChannel = 'behalf_care';

/** Names this process among all that share the database. */
const speaker = randomBytes(6).toString('base64url');

/** Something to do at `at` (epoch ms), and whether it was this process that brought it up. */
export type News = { at: number; mine: boolean };

/** Tells every process that there is something to do at `at`; by whom decides who goes first. */
export const tellNews = (q: Db, channel: string, at: number): void => q.notify(channel, `${speaker} ${at}`);

/** Reads what was told. Where something may have been missed, there may be something to do now. */
export function readNews(payload: string): News {
  const [who, at] = payload.split(' ');
  return payload === '' ? { at: 0, mine: true } : { at: Number(at), mine: who === speaker };
}
