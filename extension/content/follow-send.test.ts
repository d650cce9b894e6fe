import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Send } from '../../shared/api/sends.ts';
import { succeed } from '../../shared/messages/outcome.ts';
import type { Client } from '../ui/client.ts';
import { followSend } from './follow-send.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function arrange(states: Send['state'][]) {
  const first = { id: 'send-1', undoUntil: new Date(Date.now() + 10_000).toISOString() } as Send;
  let changed = () => {};
  const stopLive = vi.fn();
  const ask = vi.fn(async () => succeed({ ...first, state: states.shift() ?? 'sending' }) as never);
  const live: Client['live'] = (_topics, onChange) => {
    changed = onChange;
    return stopLive;
  };
  const seen: string[] = [];
  const controller = new AbortController();
  followSend({ ask, live, text: () => '' }, first, (send) => seen.push(send.state), controller.signal);
  return { ask, seen, stopLive, controller, change: () => changed() };
}

it('reads nothing while the email can still be undone', async () => {
  const { ask } = arrange([]);
  await vi.advanceTimersByTimeAsync(9_900);
  expect(ask).not.toHaveBeenCalled();
});

it('reads again until the outcome is final, then stops listening', async () => {
  const { seen, stopLive } = arrange(['sending', 'sent']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(seen).toEqual(['sending', 'sent']);
  expect(stopLive).toHaveBeenCalledTimes(1);
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
