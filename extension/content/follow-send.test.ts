import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Send } from '../../shared/api/sends.ts';
import { succeed } from '../../shared/messages/outcome.ts';
import type { Client } from '../ui/client.ts';
import { followSend } from './follow-send.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function arrange(states: Send['state'][], clockAhead = 0) {
  const undoUntil = new Date(Date.now() - clockAhead + 10_000).toISOString();
  const first = { id: 'send-1', undoUntil } as Send;
  let changed = () => {};
  const stopLive = vi.fn();
  const ask = vi.fn(async () => succeed({ ...first, state: states.shift() ?? 'sending' }) as never);
  const live: Client['live'] = (_topics, onChange) => {
    changed = onChange;
    return stopLive;
  };
  const seen: string[] = [];
  const controller = new AbortController();
  const { signal } = controller;
  followSend({ ask, live, text: () => '' }, first, clockAhead, (send) => seen.push(send.state), signal);
  return { ask, seen, stopLive, controller, change: () => changed() };
}

it.each([0, 3_600_000, -3_600_000])(
  'reads nothing while the email can still be undone, and soon after (clock ahead by %d ms)',
  async (clockAhead) => {
    const { ask } = arrange([], clockAhead);
    await vi.advanceTimersByTimeAsync(9_900);
    expect(ask).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_200);
    expect(ask).toHaveBeenCalledTimes(1);
  },
);

it('reads again until the outcome is final, then stops listening', async () => {
  const { seen, stopLive } = arrange(['sending', 'sent']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen).toEqual(['sending', 'sent']);
  expect(stopLive).toHaveBeenCalledTimes(1);
});

it('begins its rhythm when the email is due, however often something changed before', async () => {
  const { ask, change } = arrange([]);
  for (let time = 0; time < 6; time += 1) {
    change();
    await vi.advanceTimersByTimeAsync(500);
  }
  const before = ask.mock.calls.length;
  await vi.advanceTimersByTimeAsync(8_100);
  expect(ask).toHaveBeenCalledTimes(before + 1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ask).toHaveBeenCalledTimes(before + 2);
});

it('keeps its rhythm when something changes once it is due', async () => {
  const { ask, change } = arrange([]);
  await vi.advanceTimersByTimeAsync(10_500);
  for (let time = 0; time < 6; time += 1) change();
  await vi.advanceTimersByTimeAsync(0);
  const before = ask.mock.calls.length;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ask).toHaveBeenCalledTimes(before + 1);
});

it('is not led back by an answer that was overtaken', async () => {
  const { ask, seen, change } = arrange([]);
  const answers: ((state: Send['state']) => void)[] = [];
  ask.mockImplementation(
    () => new Promise((resolve) => answers.push((state) => resolve(succeed({ state }) as never))),
  );
  change();
  change();
  answers[1]!('sent');
  await vi.advanceTimersByTimeAsync(0);
  answers[0]!('sending');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen).toEqual(['sent']);
  expect(ask).toHaveBeenCalledTimes(2);
});

it('reads at once when something changed', async () => {
  const { seen, change } = arrange(['cancelled']);
  change();
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toEqual(['cancelled']);
});

it('says nothing after its toast was dismissed', async () => {
  const { seen, controller, stopLive } = arrange(['sent']);
  controller.abort();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen).toEqual([]);
  expect(stopLive).toHaveBeenCalledTimes(1);
});
