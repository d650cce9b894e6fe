import type { LiveEvent } from '../../../shared/api/events.ts';
import type { Me } from '../../../shared/api/me.ts';
import type { I18n } from '../../platform/i18n.ts';
import type { StorageArea } from '../../platform/storage.ts';
import { noticeId } from './notice-id.ts';
import type { Notice } from './rule.ts';

/** What one requestor sent as me since the last digest about them; `shownOn` is the local day of that one. */
type Tally = { name: string; count: number; since: string; shownOn?: string };
type Tallies = Record<string, Tally>;

// Late enough to sum up a working day, early enough to be read in it.
const digestHour = 17;

/**
 * “Ravi sent 3 emails as you today”: once a day for each requestor, instead of one notification for each email. What goes
 * out after the hour is told with the next day's, and not at midnight; what a browser that was closed then missed is told
 * once it runs.
 */
export function createDigest(local: StorageArea, now: () => number, text: I18n['text']) {
  const read = async () => (await local.get<Tallies>('digest')) ?? {};
  // One after the other: an alarm may come while an event is counted, and would bring back what was shown.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(act: () => Promise<Value>): Promise<Value> => {
    const run = turn.then(act);
    turn = run.catch(() => undefined);
    return run;
  };

  return {
    /** Counts a `send.sent` event: its actor is who sent it, and where that is not me it went out as me. */
    count: ({ actor, at }: LiveEvent, me: Me): Promise<void> =>
      inTurn(async () => {
        if (actor === null || actor.id === me.id) return;
        const tallies = await read();
        const known = tallies[actor.id];
        const count = (known?.count ?? 0) + 1;
        const since = known && known.count > 0 ? known.since : at;
        await local.set('digest', { ...tallies, [actor.id]: { ...known, name: actor.name, count, since } });
      }),
    /** What is due now. It is written down as shown first, so that a restart does not repeat it. */
    takeDue: (): Promise<Notice[]> =>
      inTurn(async () => {
        const date = new Date(now());
        const today = dayOf(date);
        const last = lastHour(date);
        const tallies = await read();
        const due = Object.entries(tallies).filter(
          ([, { count, since, shownOn = '' }]) =>
            count > 0 && shownOn < dayOf(last) && new Date(since) <= last,
        );
        if (due.length === 0) return [];
        const shown = due.map(([id, tally]) => [id, { ...tally, count: 0, shownOn: dayOf(last) }] as const);
        await local.set('digest', { ...tallies, ...Object.fromEntries(shown) });
        return due.map(([id, { name, count, since }]) => {
          const first = dayOf(new Date(since));
          const when =
            first === today
              ? text('notify_digest_today')
              : first === dayOf(dayBefore(date))
                ? text('notify_digest_yesterday')
                : text('notify_digest_since', new Date(since).toLocaleDateString());
          const key = count === 1 ? 'notify_digest_one' : 'notify_digest_many';
          return {
            id: noticeId({ about: 'digest', id }),
            text: { title: text(key, name, String(count), when), message: text('notify_digest_message') },
          };
        });
      }),
  };
}
export type Digest = ReturnType<typeof createDigest>;

/** The hour of digests that was last, by local time. */
function lastHour(date: Date): Date {
  const hour = new Date(date);
  hour.setHours(digestHour, 0, 0, 0);
  return hour <= date ? hour : dayBefore(hour);
}

function dayBefore(date: Date): Date {
  const before = new Date(date);
  before.setDate(before.getDate() - 1);
  return before;
}

// A local calendar day that sorts as text.
const dayOf = (date: Date): string => {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};
