import { describe, expect, test } from 'vitest';
import type { Send } from '../../shared/api/sends.ts';
import { send } from './gallery/people.ts';
import { sendStory } from './send-story.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
const tell = (rest: Partial<Send>) =>
  sendStory(send({ createdAt: at(-60), dueAt: at(0), ...rest }), undefined, now);

describe('the story of a send', () => {
  test('counts down while it can be undone', () => {
    expect(tell({ undoUntil: at(7.2) })).toMatchObject({ key: 'undoable', secondsLeft: 8 });
    expect(tell({ undoUntil: at(-0.1) })).toMatchObject({ key: 'going', secondsLeft: 0 });
  });

  test('never counts from more seconds than there were', () => {
    const early = { createdAt: at(0.4), undoUntil: at(4.4) };
    expect(tell(early)).toMatchObject({ key: 'undoable', secondsLeft: 4 });
  });

  test('offers no undo once it is being handed over', () =>
    expect(tell({ state: 'sending', undoUntil: at(5) })).toMatchObject({ key: 'going', secondsLeft: 0 }));

  test('says sent only when the provider has said so', () => {
    expect(tell({ state: 'sent' })).toMatchObject({ key: 'sent', tone: 'good' });
    for (const state of ['queued', 'sending', 'uncertain', 'held', 'failed'] as const) {
      expect(tell({ state }).key).not.toBe('sent');
    }
  });

  test('calls late what has not gone after a while, with the reason if there is one', () => {
    expect(tell({ dueAt: at(-20) })).toMatchObject({ key: 'delayed', detail: 'toast_delayed_detail' });
    expect(tell({ dueAt: at(-20), failure: { code: 'provider_unreachable', message: '' } })).toMatchObject({
      detail: 'send_waits_requestor_provider_unreachable',
    });
  });

  test('does not call late what is scheduled', () =>
    expect(tell({ dueAt: at(3600) })).toMatchObject({ key: 'scheduled' }));

  test('warns against sending an uncertain one again, and says who finds out', () => {
    const waiting = (reason: 'lookup' | 'owner') => ({ waiting: { reason, until: null } });
    for (const more of [{}, waiting('lookup'), waiting('owner')]) {
      expect(tell({ state: 'uncertain', ...more })).toMatchObject({ tone: 'warn', canRetry: false });
    }
    expect(tell({ state: 'uncertain', ...waiting('lookup') }).key).toBe('uncertain');
    expect(tell({ state: 'uncertain', ...waiting('owner') }).key).toBe('uncertain_owner');
  });

  test('offers to try again only what the server never took', () => {
    const failure = { code: 'offline', message: '' } as const;
    expect(sendStory(undefined, failure, now)).toMatchObject({ key: 'not_sent', canRetry: true });
    expect(tell({ state: 'failed' })).toMatchObject({ key: 'not_sent', canRetry: false });
  });
});
