import type { HitCounts, SendOutcome } from '../../../shared/api/outcomes.ts';
import type { SendTracking } from '../../../shared/api/sends.ts';
import type { OutcomeRow } from '../../store/outcomes.ts';
import { toInstant } from './instant.ts';

/** What of an email is looked at; nothing any more once its recipient objected. */
export function viewTracking({ tracked }: OutcomeRow): SendTracking | null {
  if (!tracked || tracked.mode === 'off' || tracked.silencedAt !== null) return null;
  const { mode, opens, clicks } = tracked;
  return { mode, opens, clicks };
}

/** What became of an email that was sent. */
export function viewOutcome({ tracked, watched }: OutcomeRow): SendOutcome {
  const isShown = tracked?.mode === 'individual';
  return {
    tracking: tracked?.mode ?? 'off',
    opens: isShown && tracked.opens ? opensOf(tracked) : null,
    clicks: isShown && tracked.clicks ? clicksOf(tracked) : null,
    repliedAt: toInstant(watched?.repliedAt ?? null),
    autoRepliedAt: toInstant(watched?.autoRepliedAt ?? null),
    bouncedAt: toInstant(watched?.bouncedAt ?? null),
    bounceReason: watched?.bounceReason ?? null,
  };
}

type Tracked = NonNullable<OutcomeRow['tracked']>;

const opensOf = ({ openPeople, openMachines, openUnknown, firstOpenAt, lastOpenAt }: Tracked): HitCounts => ({
  ...{ people: openPeople, machines: openMachines, unknown: openUnknown },
  ...{ firstAt: toInstant(firstOpenAt), lastAt: toInstant(lastOpenAt) },
});

const clicksOf = (row: Tracked): HitCounts => ({
  ...{ people: row.clickPeople, machines: row.clickMachines, unknown: row.clickUnknown },
  ...{ firstAt: toInstant(row.firstClickAt), lastAt: toInstant(row.lastClickAt) },
});
