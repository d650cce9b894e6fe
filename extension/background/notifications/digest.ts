import type { LiveEvent } from '../../../shared/api/events.ts';
import { succeed, type Outcome } from '../../../shared/messages/outcome.ts';
import type { I18n } from '../../platform/i18n.ts';
import type { StorageArea } from '../../platform/storage.ts';
import { noticeId } from './notice-id.ts';
import type { Lookup, Notice } from './rule.ts';

/** What one requestor sent as me since the last digest about them; `shownOn` is a local day. */
type Tally = { name: string; count: number; since: string; shownOn?: string };
type Tallies = Record<string, Tally>;

// Late enough to sum up a working day, early enough to be read in it.
const digestHour = 17;

/** “Ravi sent 3 emails as you today”: once a day for each requestor, instead of one notification for each email. */
export function createDigest(local: StorageArea, now: () => number, text: I18n['text']) {
  const read = async () => (await local.get<Tallies>('digest')) ?? {};

  return {
    /** Counts a `send.sent` event; the count is kept by the returned function. */
    count: async (event: LiveEvent, { me, send }: Lookup): Promise<Outcome<(() => Promise<void>) | null>> => {
      const found = await send(event.subjectId);
      if (!found.ok) return found.error.code === 'not_found' ? succeed(null) : found;
      const { requestor, acceptor } = found.value;
      if (acceptor.id !== me.id || requestor.id === me.id) return succeed(null);
      return succeed(async () => {
        const tallies = await read();
        const known = tallies[requestor.id];
        const count = (known?.count ?? 0) + 1;
        const since = known && known.count > 0 ? known.since : event.at;
        await local.set('digest', {
          ...tallies,
          [requestor.id]: { ...known, name: requestor.name, count, since },
        });
      });
    },
    /** What is due now. It is written down as shown first, so that a restart does not repeat it. */
    takeDue: async (): Promise<Notice[]> => {
      const date = new Date(now());
      const today = dayOf(date);
      const tallies = await read();
      const due = Object.entries(tallies).filter(
        ([, { count, since, shownOn }]) =>
          count > 0 && shownOn !== today && (date.getHours() >= digestHour || dayOf(new Date(since)) < today),
      );
      if (due.length === 0) return [];
      const shown = due.map(([id, tally]) => [id, { ...tally, count: 0, shownOn: today }] as const);
      await local.set('digest', { ...tallies, ...Object.fromEntries(shown) });
      return due.map(([id, { name, count, since }]) => {
        const when =
          dayOf(new Date(since)) === today
            ? text('notify_digest_today')
            : text('notify_digest_since', new Date(since).toLocaleDateString());
        const key = count === 1 ? 'notify_digest_one' : 'notify_digest_many';
        return {
          id: noticeId({ about: 'digest', id }),
          text: { title: text(key, name, String(count), when), message: text('notify_digest_message') },
        };
      });
    },
  };
}
export type Digest = ReturnType<typeof createDigest>;

// A local calendar day that sorts as text.
const dayOf = (date: Date): string => {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};
