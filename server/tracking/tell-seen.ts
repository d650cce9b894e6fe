import { tellAll } from '../store/events.ts';
import type { Store } from '../store/store.ts';
import { lockUntold, writeTold, type Untold } from '../store/untold.ts';
import { finalMs, tellAtOf } from './classify/final.ts';

/** So many emails are told of in one unit of work. */
const together = 100;

/**
 * Tells both people that a person opened an email, or clicked in it: once each, and only when nothing that comes later
 * can show that it was none. Resolves with how many emails it looked at.
 */
export function tellSeen(store: Store, now: number): Promise<number> {
  return store.tx(async (q) => {
    const due = await lockUntold(q, now, together);
    if (due.length === 0) return 0;
    const told = due.map((one) => ({ ...one, sides: sidesToTell(one, now) }));
    await writeTold(
      q,
      told.map(({ tracked, send, sides }) => {
        const after = {
          ...tracked,
          ...(sides.includes('open') ? { openToldAt: now } : {}),
          ...(sides.includes('click') ? { clickToldAt: now } : {}),
        };
        return { ...after, tellAt: isGone(send) ? null : tellAtOf(after) };
      }),
    );
    await tellAll(
      q,
      told.flatMap(({ tracked, send, sides }) =>
        sides.flatMap((side) =>
          [...new Set([send.requestorId, send.acceptorId])].map((memberId) => ({
            memberId,
            note: {
              type: side === 'open' ? ('send.opened' as const) : ('send.clicked' as const),
              ...{ subjectId: tracked.sendId, actorId: null, at: now },
            },
          })),
        ),
      ),
    );
    return due.length;
  });
}

/** What is final of it and was not told. Nothing of an email whose data was erased, or whose recipient objected. */
function sidesToTell({ tracked, send }: Untold, now: number): ('open' | 'click')[] {
  const { firstOpenAt, firstClickAt, openToldAt, clickToldAt, silencedAt } = tracked;
  if (silencedAt !== null || isGone(send)) return [];
  const isFinal = (at: number | null) => at !== null && at + finalMs <= now;
  return [
    ...(openToldAt === null && isFinal(firstOpenAt) ? ['open' as const] : []),
    ...(clickToldAt === null && isFinal(firstClickAt) ? ['click' as const] : []),
  ];
}

const isGone = ({ toEmail }: Untold['send']): boolean => toEmail === '';
