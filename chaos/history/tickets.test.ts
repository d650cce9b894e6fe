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
  expect(await tickets.take()).toBe(1);
  expect(await tickets.take()).toBe(1);
  const third = tickets.take();
  expect(await settled(third)).toBe(false);
  tickets.giveBack();
  expect(await third).toBe(1);
  tickets.use();
  tickets.use();
  expect(await tickets.take()).toBe(0);
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
  expect(await third).toBe(1);
  expect(tickets.isOver).toBe(false);
});

it('gives a batch as many as there are, and takes back all of them', async () => {
  const tickets = new Tickets({ sends: 5, kills: 0 });
  expect(await tickets.take(3)).toBe(3);
  expect(await tickets.take(8)).toBe(2);
  tickets.giveBack(2);
  tickets.use(3);
  expect(tickets.taken).toBe(3);
  expect(await tickets.take(8)).toBe(2);
});
