import { createMemory, type Memory } from '../bounded-memory.ts';
import { recipientKeyOf } from '../../shared/domain/email-address.ts';
import { groupBy } from '../store/group-by.ts';
import { readMemberEmails } from '../store/members.ts';
import { changeSenderDays, type DayChange } from '../store/sender-days.ts';
import type { Db, Store } from '../store/store.ts';
import {
  insertHits,
  lockTracked,
  readHits,
  reviseHit,
  writeCounts,
  type HitRow,
  type LockedTracked,
} from '../store/tracking-hits.ts';
import type { Mail } from './classify/judge-hit.ts';
import { isSurelyNotAtGoogle } from './classify/mailbox-providers.ts';
import { countAlone, countHits, type Counted, type MarkedHit } from './count-hits.ts';
import type { OwnBrowsers } from './own-browsers.ts';
import { createIsOfMany, type IsOfMany } from './sums-of-many.ts';

/** A request for what stands in an email of ours; `links`: how many that one has, as far as it was looked up. */
export type ArrivedHit = MarkedHit & { sendId: string; links: number };

/** So many emails with sums only are remembered to be counted; who comes after more is counted once again. */
const mostRemembered = 100_000;

/** Counts hits in one unit of work. `mayBeCounted`: some of them may be already, and are then left out. */
export type RecordHits = (hits: readonly ArrivedHit[], mayBeCounted: boolean) => Promise<void>;

/**
 * Counts hits, judged with all that is known of their emails. Of an email of which only sums are kept, that it was
 * counted is remembered in memory alone, so that nothing is stored about it; it is counted only where others are
 * (`sums-of-many.ts`).
 */
export function createHitRecorder(store: Store, own: OwnBrowsers): RecordHits {
  const remembered = createMemory<true>({ max: mostRemembered });
  const isOfMany = createIsOfMany();
  return async (hits, mayBeCounted) => {
    const sums = await store.tx((q) => recordAll(q, { own, remembered, isOfMany, mayBeCounted }, hits));
    for (const key of sums) remembered.set(key, true);
  };
}

type Remembered = Pick<Memory<true>, 'has'>;
type RecordTerms = { own: OwnBrowsers; remembered: Remembered; isOfMany: IsOfMany; mayBeCounted: boolean };

async function recordAll(
  q: Db,
  { own, remembered, isOfMany, mayBeCounted }: RecordTerms,
  hits: readonly ArrivedHit[],
): Promise<Set<string>> {
  const locked = await lockTracked(
    q,
    hits.map(({ sendId }) => sendId),
  );
  const countable = hits.filter((hit) => isCounted(locked.get(hit.sendId), hit));
  const mailOf = await mailsOf(q, own, countable, locked);
  const modeOf = ({ sendId }: ArrivedHit) => locked.get(sendId)!.tracked.mode;
  const single = groupBy(
    countable.filter((hit) => modeOf(hit) === 'individual'),
    ({ sendId }) => sendId,
  );
  const earlier = groupBy(await readHits(q, [...single.keys()]), ({ sendId }) => sendId);
  const counted = [...single].map(([sendId, theirs]) => {
    const links = Math.max(...theirs.map((hit) => hit.links));
    const before = earlier.get(sendId) ?? [];
    const fresh = mayBeCounted ? withoutThose(theirs, before) : theirs;
    return countHits(locked.get(sendId)!, before, fresh, { ...mailOf(sendId), links });
  });
  const summed: ArrivedHit[] = [];
  // Asked once for an email: whoever floods the pixel of one that stands alone would else have it looked for each time.
  const sides = groupBy(
    countable.filter((hit) => modeOf(hit) === 'aggregate'),
    ({ sendId, kind }) => `${sendId} ${kind === 'open'}`,
  );
  for (const hits of sides.values())
    if (await isOfMany(q, locked.get(hits[0]!.sendId)!, hits[0]!)) summed.push(...hits);
  const { changes, sums } = addUp(summed, { locked, mailOf, remembered });
  await write(q, counted);
  await changeSenderDays(q, [...counted.map(({ seen }) => seen), ...changes]);
  return sums;
}

/** Nothing is counted of what is not looked at, of what was erased, and of whoever objected. */
function isCounted(locked: LockedTracked | undefined, { kind }: ArrivedHit): boolean {
  if (!locked || locked.send.toEmail === '' || locked.tracked.silencedAt !== null) return false;
  return kind === 'open' ? locked.tracked.opens : locked.tracked.clicks;
}

/** The hits that are not among those that are stored. */
function withoutThose(hits: readonly ArrivedHit[], stored: readonly HitRow[]): ArrivedHit[] {
  const marks = new Set(stored.map(({ mark }) => mark));
  return hits.filter(({ mark }) => !marks.has(mark));
}

type Locked = ReadonlyMap<string, LockedTracked>;

/** What is known of emails that are locked, but for their links. */
async function mailsOf(q: Db, own: OwnBrowsers, hits: readonly ArrivedHit[], locked: Locked) {
  const senders = hits.flatMap(({ sendId, visitor }) => {
    const { acceptorId } = locked.get(sendId)!.send;
    return own.isOf(acceptorId, visitor) ? [acceptorId] : [];
  });
  const emails = await readMemberEmails(q, senders);
  return (sendId: string): Omit<Mail, 'links'> => {
    const { sentAt, firedAt, toEmail, acceptorId } = locked.get(sendId)!.send;
    // Who writes to themselves is their own reader.
    const isToThemselves = recipientKeyOf(emails.get(acceptorId) ?? '') === recipientKeyOf(toEmail);
    return {
      sentAt: sentAt ?? firedAt,
      isNotAtGoogle: isSurelyNotAtGoogle(toEmail),
      isSenders: (visitor) => !isToThemselves && own.isOf(acceptorId, visitor),
    };
  };
}

function addUp(
  hits: readonly ArrivedHit[],
  {
    locked,
    mailOf,
    remembered,
  }: { locked: Locked; mailOf: (sendId: string) => Omit<Mail, 'links'>; remembered: Remembered },
): { changes: DayChange[]; sums: Set<string> } {
  const sums = new Set<string>();
  const changes = hits.map((hit) => {
    const key = `${hit.sendId} ${hit.kind}`;
    const change = countAlone(
      locked.get(hit.sendId)!,
      hit,
      { ...mailOf(hit.sendId), links: 0 },
      !sums.has(key) && !remembered.has(key),
    );
    if (change.opened || change.clicked) sums.add(key);
    return change;
  });
  return { changes, sums };
}

async function write(q: Db, counted: readonly Counted[]): Promise<void> {
  await insertHits(
    q,
    counted.flatMap(({ added }) => added),
  );
  for (const { tracked, revised } of counted)
    for (const [seq, judgement] of revised) await reviseHit(q, { sendId: tracked.sendId, seq }, judgement);
  await writeCounts(
    q,
    counted.map(({ tracked }) => tracked),
  );
}
