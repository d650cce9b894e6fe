import { LRUCache } from 'lru-cache';
import { recipientKeyOf } from '../../shared/domain/email-address.ts';
import type { Sealer } from '../mail/sealed-mail.ts';
import { batched } from '../sending/batched.ts';
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
  type LockedTracked,
} from '../store/tracking-hits.ts';
import type { Hit, Mail } from './classify/judge-hit.ts';
import { isSurelyNotAtGoogle } from './classify/mailbox-providers.ts';
import { countAlone, countHits, type Counted } from './count-hits.ts';
import type { OwnBrowsers } from './own-browsers.ts';
import { openLinks } from './track-sends.ts';

/** A request for what stands in an email of ours. */
export type ArrivedHit = Hit & { sendId: string };

/** What a hit is answered with: whether it is one of ours at all, and where its link leads. */
export type Answer = { isKnown: boolean; href: string | null };

/** So many emails with sums only are remembered to be counted; who comes after more is counted once again. */
const mostRemembered = 100_000;

/**
 * Writes hits down. When it resolves they are durable; those that come together share one unit of work. Of an email of
 * which only sums are kept, that it was counted is remembered in memory alone, so that nothing is stored about it.
 */
export function createHitRecorder(
  vault: Sealer,
  own: OwnBrowsers,
): (store: Store, hit: ArrivedHit) => Promise<Answer> {
  const remembered = new LRUCache<string, true>({ max: mostRemembered });
  return batched(async (store, hits: readonly ArrivedHit[]) => {
    const { answers, sums } = await store.tx((q) => recordAll(q, { vault, own, remembered }, hits));
    for (const key of sums) remembered.set(key, true);
    return answers;
  });
}

type Remembered = Pick<LRUCache<string, true>, 'has'>;

type RecordDeps = { vault: Sealer; own: OwnBrowsers; remembered: Remembered };

async function recordAll(q: Db, { vault, own, remembered }: RecordDeps, hits: readonly ArrivedHit[]) {
  const locked = await lockTracked(
    q,
    hits.map(({ sendId }) => sendId),
  );
  const found = hits.map((hit) => look(vault, locked.get(hit.sendId), hit));
  // Whoever objected is not counted any more, and still comes to where the link leads.
  const isSilenced = ({ sendId }: ArrivedHit) => locked.get(sendId)!.tracked.silencedAt !== null;
  const countable = hits.filter((hit, i) => found[i]!.isKnown && !isSilenced(hit));
  const mailOf = await mailsOf(q, own, countable, locked);
  const modeOf = ({ sendId }: ArrivedHit) => locked.get(sendId)!.tracked.mode;
  const single = groupBy(
    countable.filter((hit) => modeOf(hit) === 'individual'),
    ({ sendId }) => sendId,
  );
  const earlier = groupBy(await readHits(q, [...single.keys()]), ({ sendId }) => sendId);
  const counted = [...single].map(([sendId, theirs]) => {
    const links = Math.max(0, ...hits.map((hit, i) => (hit.sendId === sendId ? found[i]!.links : 0)));
    return countHits(locked.get(sendId)!, earlier.get(sendId) ?? [], theirs, { ...mailOf(sendId), links });
  });
  const { changes, sums } = addUp(
    countable.filter((hit) => modeOf(hit) === 'aggregate'),
    { locked, mailOf, remembered },
  );
  await write(q, counted);
  await changeSenderDays(q, [...counted.map(({ seen }) => seen), ...changes]);
  return { answers: found, sums };
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

/** Whether a hit is for an email of ours, and where it leads. What was erased leads nowhere. */
function look(vault: Sealer, locked: LockedTracked | undefined, { kind, link }: ArrivedHit) {
  const unknown = { isKnown: false, href: null, links: 0 };
  if (!locked || locked.send.toEmail === '') return unknown;
  const { sendId, sealedLinks, opens } = locked.tracked;
  if (kind === 'open') return { ...unknown, isKnown: opens };
  if (!sealedLinks) return unknown;
  const links = openLinks(vault, sendId, sealedLinks);
  const href = (link === null ? null : links[link]) ?? null;
  return { isKnown: kind === 'canary' || href !== null, href, links: links.length };
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
