import { expect, it } from 'vitest';
import { Tickets } from './tickets.ts';

const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  let done = false;
  void promise.then(() => (done = true));
  await new Promise(setImmediate);
  return done;
};

it('gives out no more than asked for, and takes back what was refused', async () => {
  const tickets = new Tickets({ sends: 2, kills: 0 });
  expect(await tickets.take()).toBe(true);
  expect(await tickets.take()).toBe(true);
  const third = tickets.take();
  expect(await settled(third)).toBe(false);
  tickets.giveBack();
  expect(await third).toBe(true);
  tickets.use();
  tickets.use();
  expect(await tickets.take()).toBe(false);
  expect(tickets.isOver).toBe(true);
});

it('lets neither emails nor kills run ahead', async () => {
  const tickets = new Tickets({ sends: 4, kills: 2 });
  for (let i = 0; i < 2; i += 1) await tickets.take();
  const third = tickets.take();
  expect(await settled(third)).toBe(false);
  const secondHalf = tickets.reached(2);
  tickets.use();
  expect(await settled(secondHalf)).toBe(false);
  tickets.use();
  expect(await settled(secondHalf)).toBe(true);
  tickets.noteKill();
  expect(await third).toBe(true);
  expect(tickets.isOver).toBe(false);
});
