import { describe, expect, test } from 'vitest';
import catalogue from '../../_locales/en/messages.json' with { type: 'json' };
import { trackingModes } from '../../shared/domain/tracking-policy.ts';
import { bounceReasons } from '../../shared/domain/reply.ts';
import { outcomeChoices } from './activity/outcome-choice.ts';
import { unusableReasons } from '../../shared/api/senders.ts';
import { rowProblems } from '../../shared/api/batches.ts';
import { SendTracking } from '../../shared/api/sends.ts';
import { batchStates } from '../../shared/domain/batch-state.ts';
import { grantStates, suspensionReasons } from '../../shared/domain/grant-state.ts';
import { retriedFailures, sendFailures, sendStates } from '../../shared/domain/send-state.ts';
import { suppressionSources } from '../../shared/domain/suppression.ts';
import { trackingRegions } from '../../shared/domain/tracking-policy.ts';
import { waitReasons } from '../../shared/domain/send-wait.ts';
import { approvalModes } from '../../shared/domain/terms.ts';
import { timedReasons } from './waiting/wait-words.ts';
import { mailboxStates } from '../../shared/api/mailboxes.ts';
import { notificationKinds } from '../../shared/messages/site-messages.ts';

// Keys that stand in the source are seen by the gallery's tests; these are put together from a closed set.
const composed: Record<string, readonly string[]> = {
  panel_state_: grantStates,
  panel_mailbox_: mailboxStates,
  panel_member_: mailboxStates,
  panel_requestor_suspended_: suspensionReasons,
  panel_acceptor_suspended_: suspensionReasons,
  picker_reason_: unusableReasons,
  send_state_: sendStates,
  send_failure_requestor_: sendFailures,
  send_failure_acceptor_: sendFailures,
  send_waits_requestor_: retriedFailures,
  send_waits_acceptor_: retriedFailures,
  options_notify_: notificationKinds,
  policy_region_: trackingRegions.flatMap((region) => [region, `${region}_detail`]),
  policy_mode_: trackingModes,
  policy_means_: trackingModes,
  track_seen_: trackingModes,
  added_seen_: SendTracking.shape.mode.options,
  suppress_by_: [...suppressionSources, 'unknown'],
  wait_: [...waitReasons, ...timedReasons.map((reason) => `${reason}_until`)],
  row_: rowProblems,
  batch_state_: [...batchStates, 'done', 'held'].flatMap((state) => [state, `${state}_detail`]),
  terms_acceptor_: approvalModes,
  terms_requestor_: approvalModes,
  terms_approval_: approvalModes.flatMap((mode) => [mode, `${mode}_detail`]),
  activity_outcome_: ['any', ...outcomeChoices],
  outcome_: bounceReasons.map((reason) => `${reason}_bounce`),
  outcome_tracking_: [...trackingModes, 'nothing'],
  // An email that still waits has its own page, not these words.
  approve_now_: [...sendStates.filter((state) => state !== 'held'), 'not_mine'].flatMap((state) => [
    state,
    `${state}_detail`,
  ]),
};

describe('the catalogue', () => {
  test.each(Object.entries(composed))('has a text for every %s…', (prefix, names) => {
    for (const name of names) expect(Object.keys(catalogue)).toContain(prefix + name);
  });

  test.each([
    'worker_offline',
    'worker_signed_out',
    'worker_refused',
    'worker_invalid',
    'worker_fault',
    'client_unanswered',
  ] as const)(
    '%s, said of any act, does not claim that nothing was sent: Undo may have failed with it',
    (key) => expect(catalogue[key].message).not.toMatch(/sent/),
  );

  test('has a text for one and for many wherever it has one of them', () => {
    const keys = Object.keys(catalogue);
    const missing = keys.filter(
      (key) => key.endsWith('_other') && !keys.includes(key.replace(/_other$/, '_one')),
    );
    expect(missing).toEqual([]);
  });
});
