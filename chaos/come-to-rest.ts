import { setTimeout as pause } from 'node:timers/promises';
import { isFinalSendState, type SendState } from '../shared/domain/send-state.ts';
import { answerAllHeld } from './history/acts/answer-held.ts';
import { connectIfLost } from './history/acts/look-after-mailbox.ts';
import { resolveUncertain } from './history/acts/look-into-sent.ts';
import { resumePaused } from './history/batch-stops.ts';
import type { Scene } from './history/scene.ts';
import { alignClocks, jump } from './mischief/clocks.ts';
import type { Rig } from './mischief/rig.ts';
import type { Person } from './system/people.ts';

/** How often the clocks are moved on at most until everything must have come to its end. */
const maxRounds = 120;
const roundMs = 4 * 60_000;
/** What a day's cap moved to one of the following days waits for that day. */
const dayMs = 24 * 3_600_000;
/** After so many rounds in which nothing changed nothing will change by itself. */
const quietRounds = 4;

/**
 * Ends all disturbances and lets time pass until every email has come to its end; what only its owner can say of an
 * uncertain email they say last. Resolves with how many that were.
 */
export async function comeToRest(rig: Rig, scene: Scene): Promise<number> {
  await rig.google.ask('endFault', null);
  await rig.fleet.allUp();
  await alignClocks(rig);
  const { people } = scene.cast;
  await each(people, (person) => letGo(scene, person));
  let before = '';
  let quiet = 0;
  let byOwners = 0;
  for (let round = 0; round < maxRounds; round += 1) {
    const states = await quietStates(rig);
    const waiting = [...states].filter(([state]) => !isFinalSendState(state as SendState));
    if (waiting.length === 0) break;
    const now = JSON.stringify(waiting.sort());
    quiet = now === before ? quiet + 1 : 0;
    before = now;
    if (quiet >= quietRounds) {
      byOwners += await resolveAll(scene, people);
      await each(people, (person) => letGo(scene, person));
      quiet = 0;
    }
    const forADay = quiet > 0 && waiting.every(([state]) => state === 'queued');
    await jump(rig, rig.fleet.slots, forADay ? dayMs : roundMs);
  }
  // Whatever rests or is leased has to be over after this.
  await jump(rig, rig.fleet.slots, roundMs);
  await quietStates(rig);
  return byOwners;
}

/** Undoes whatever still keeps emails from going, also what somebody's earlier try did after all. */
async function letGo(scene: Scene, person: Person): Promise<void> {
  await scene.client.ask({ method: 'DELETE', path: '/v1/pause', token: person.token });
  await connectIfLost(scene, person);
  await resumePaused(scene, person);
  await answerAllHeld(scene, person);
}

async function resolveAll(scene: Scene, people: readonly Person[]): Promise<number> {
  let resolved = 0;
  await each(people, async (person) => {
    resolved += await resolveUncertain(scene, person, { patience: 0, pages: 10_000 });
  });
  return resolved;
}

/** In real milliseconds: after these nothing more is going on; what is looked for is looked for at every sweep. */
const quietMs = 50;
const sweepQuietMs = 600;
/** An attempt that takes longer than this has lost its worker. */
const attemptMs = 5_000;

/** The states once they have stopped changing for a moment, and nobody is handing over any more. */
async function quietStates({ database, google }: Rig): Promise<Map<string, number>> {
  let before = '';
  for (let since = Date.now(); ; await pause(50)) {
    await google.ask('settle', null);
    const states = await database.countStates();
    const now = JSON.stringify([...states].sort());
    if (now !== before) since = Date.now();
    const waits = states.has('sending') ? attemptMs : states.has('uncertain') ? sweepQuietMs : quietMs;
    if (Date.now() - since >= waits) return states;
    before = now;
  }
}

/** A few at a time. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}
