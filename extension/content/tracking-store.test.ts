import { expect, it } from 'vitest';
import { defaultPolicy } from '../../shared/domain/tracking-policy.ts';
import { fail, succeed } from '../../shared/messages/outcome.ts';
import type { Client } from '../ui/client.ts';
import { createTrackingStore } from './tracking-store.ts';

const nothing = { consent: 'off', unknown: 'off', elsewhere: 'off' } as const;
const settle = () => new Promise((resolve) => setTimeout(resolve));

it('asks for nothing until it is known that it may be, follows the policy, and stops with the form', async () => {
  const answers = [
    succeed({ allowed: true, on: true, modes: defaultPolicy.tracking }),
    fail('offline', 'Out of reach.'),
    succeed({ allowed: false, on: false, modes: nothing }),
  ];
  let change = () => {};
  let isLive = true;
  const store = createTrackingStore({
    ask: async () => answers.shift() as never,
    live: (_topics, onChange) => {
      change = onChange;
      return () => void (isLive = false);
    },
    text: () => '',
  } as Client);
  let draws = 0;
  const end = new AbortController();
  store.watch(() => (draws += 1), end.signal);
  expect(store.view).toEqual({ allowed: false, on: false, modes: nothing });
  await settle();
  expect(store.view).toEqual({ allowed: true, on: true, modes: defaultPolicy.tracking });
  change();
  await settle();
  expect([store.view.allowed, draws]).toEqual([true, 1]);
  change();
  await settle();
  expect([store.view.allowed, draws]).toEqual([false, 2]);
  end.abort();
  expect(isLive).toBe(false);
});
