import { allWentWell } from './all-went-well.ts';
import { atMostOnce } from './at-most-once.ts';
import { auditStory } from './audit-story.ts';
import { batchesAreWhole } from './batches-are-whole.ts';
import { capsAreExact } from './caps-are-exact.ts';
import type { Check, Violation } from './check.ts';
import { consentHolds } from './consent-holds.ts';
import { editsHold } from './edits-hold.ts';
import type { Evidence } from './evidence.ts';
import { feedsAreWhole } from './feeds-are-whole.ts';
import { nothingIsHeld } from './nothing-is-held.ts';
import { nothingLost } from './nothing-lost.ts';
import { refusedIsNotTaken } from './refused-is-not-taken.ts';
import { sameKeySameEmail } from './same-key-same-email.ts';
import { stateIsTrue } from './state-is-true.ts';
import { stoppedStaysStopped } from './stopped-stays-stopped.ts';

/** Every promise that a run is held to. One more is a file beside these and a line here. */
export const checks: readonly Check[] = [
  nothingLost,
  batchesAreWhole,
  atMostOnce,
  editsHold,
  stateIsTrue,
  consentHolds,
  stoppedStaysStopped,
  capsAreExact,
  sameKeySameEmail,
  refusedIsNotTaken,
  auditStory,
  feedsAreWhole,
  nothingIsHeld,
  allWentWell,
];

export const judge = (evidence: Evidence): Violation[] =>
  checks.flatMap((check) => [...check.find(evidence)].map((found) => ({ check: check.name, ...found })));
