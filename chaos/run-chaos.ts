import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKey } from '../server/accounts/vault/index.ts';
import { comeToRest } from './come-to-rest.ts';
import { Client } from './history/client.ts';
import { Journal } from './history/journal.ts';
import { runLanes } from './history/lanes.ts';
import type { Scene } from './history/scene.ts';
import { signInWhenOut } from './history/sign-in.ts';
import { Tickets } from './history/tickets.ts';
import { Turns } from './history/turns.ts';
import type { Violation } from './judge/check.ts';
import { readStored, type Evidence } from './judge/evidence.ts';
import { judge } from './judge/judge.ts';
import { keepEvidence } from './keep-evidence.ts';
import { runKills, type How } from './mischief/kill.ts';
import type { Rig } from './mischief/rig.ts';
import { runMischief } from './mischief/run-mischief.ts';
import { addStandingFaults } from './mischief/standing-faults.ts';
import type { RunOptions } from './options.ts';
import { createDatabase } from './system/database.ts';
import { Fleet } from './system/fleet.ts';
import { startGoogleProcess } from './system/google-process.ts';
import { seeds, seedPeople } from './system/people.ts';
import { serverEnv } from './system/server-env.ts';

/** What a run came to. */
export type Outcome = {
  violations: Violation[];
  evidence: Evidence;
  /** Where it was kept: when anything was broken, or when that was asked for. */
  keptIn: string | null;
  kills: Map<How, number>;
  mischief: Map<string, number>;
  faults: Record<string, number>;
  impossible: Set<string>;
  /** Answers of 5xx or "too many", by status and route. */
  failures: ReadonlyMap<string, number>;
  restartMs: readonly number[];
  failedStarts: number;
  /** Uncertain emails that only their owners could resolve at the end. */
  byOwners: number;
  seconds: { history: number; rest: number };
};

/** One run from an empty database to the verdict. `onProgress` hears now and then how far it is. */
export async function runChaos(
  { entry, ...options }: RunOptions & { entry: string },
  onProgress: (line: string) => void,
): Promise<Outcome> {
  const { engine, seed, kills, sends, lanes } = options;
  const folder = mkdtempSync(join(tmpdir(), 'behalf-chaos-'));
  const [database, google] = await Promise.all([createDatabase(engine), startGoogleProcess()]);
  const key = newKey();
  const accounts = await google.ask('people', seeds);
  const cast = await seedPeople({ databaseUrl: database.url, key, issuer: google.url }, accounts);
  const env = serverEnv(google, { databaseUrl: database.url, key });
  const fleet = new Fleet({ entry, env, slots: engine === 'sqlite' ? 1 : options.servers, folder });
  const rig: Rig = { fleet, google, database, stalls: [], impossible: new Set() };
  const journal = new Journal();
  const client = new Client(
    () => fleet.address(),
    (what) => journal.unanswered.push(what),
  );
  const tickets = new Tickets({ sends, kills });
  const [slot] = fleet.slots;
  const scene: Scene = {
    ...{ cast, client, journal, tickets, google, turns: new Turns() },
    clock: () => Date.now() + slot!.clock.offset,
    ...{ requests: new Map(), uncertainSince: new Map() },
  };
  signInWhenOut(scene);
  const reporting = setInterval(() => onProgress(progressOf(scene, options)), 5_000);
  try {
    await fleet.start();
    await addStandingFaults(rig, seed);
    const began = performance.now();
    const [, killed, mischief] = await Promise.all([
      runLanes(scene, { seed, lanes }),
      runKills(rig, tickets, { seed, kills }),
      runMischief(rig, tickets, seed),
    ]);
    const rested = performance.now();
    onProgress(`${progressOf(scene, options)}; coming to rest`);
    const byOwners = await comeToRest(rig, scene);
    const now = scene.clock();
    await fleet.close();
    const { receipts, canary, faults } = await google.ask('evidence', null);
    const stored = await readStored(database.url);
    const { stalls, impossible } = rig;
    const evidence = { cast, journal, receipts, canary, stalls, mishaps: fleet.mishaps, stored, now };
    const violations = judge(evidence);
    return {
      violations,
      evidence,
      keptIn:
        violations.length > 0 || options.keep ? keepEvidence(`${engine}-${seed}`, evidence, folder) : null,
      ...{ kills: killed, mischief, faults, impossible, byOwners, failures: client.failures },
      ...{ restartMs: fleet.restartMs, failedStarts: fleet.failedStarts },
      seconds: { history: (rested - began) / 1000, rest: (performance.now() - rested) / 1000 },
    };
  } finally {
    clearInterval(reporting);
    client.close();
    google.stop();
    await database.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

const progressOf = ({ tickets, journal }: Scene, { sends, kills }: RunOptions): string =>
  `${tickets.taken} of ${sends} emails, ${tickets.killed} of ${kills} kills, ${journal.submitted.length - journal.taken.length} refused`;
