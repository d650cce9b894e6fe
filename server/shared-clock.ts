import type { Clock } from './clock.ts';
import { readDatabaseTime } from './store/database-time.ts';
import type { Store } from './store/store.ts';

/** The clock every process of one database shares, and how far it can be relied on. */
export type SharedClock = {
  now: Clock;
  /** How long (milliseconds) it has gone on evenly: since the last jump of this machine's clock or the database's. */
  steadyFor(): number;
  /** Compares it with the database's again. Call it about once a minute. */
  adjust(): Promise<void>;
};

/** What a machine tells: the time of day, which can jump, and the time passed, which stands still in its sleep. */
export type MachineTime = { ofDay(): number; passed(): number };
const thisMachine: MachineTime = { ofDay: Date.now, passed: () => performance.now() };

/** Two clocks that differ by more than this since they were compared have not both gone on evenly (milliseconds). */
const jumpMs = 2_000;

/**
 * The database's time of day, counted on by this machine. A process whose own clock is wrong or is put forward or back
 * judges leases like all others. See queue.design.md.
 */
export async function createSharedClock(store: Store, machine = thisMachine): Promise<SharedClock> {
  let anchor = await compare(store, machine);
  let jumpedAt = Number.NEGATIVE_INFINITY;
  let adjusting: Promise<void> | undefined;

  const elapsed = () => ({
    ofDay: machine.ofDay() - anchor.ofDay,
    passed: machine.passed() - anchor.passed,
  });
  const adjust = async () => {
    const compared = await compare(store, machine);
    const expected = anchor.database + compared.passed - anchor.passed;
    if (Math.abs(compared.database - expected) > jumpMs) jumpedAt = machine.passed();
    anchor = compared;
  };
  const adjustOnce = () => (adjusting ??= adjust().finally(() => (adjusting = undefined)));
  /** While the database does not answer it is not asked at every look at the clock. */
  const adjustSoon = () => {
    if (machine.passed() - jumpedAt < jumpMs) return;
    jumpedAt = machine.passed();
    adjustOnce().catch(() => {});
  };

  return {
    now() {
      const { ofDay, passed } = elapsed();
      if (Math.abs(ofDay - passed) > jumpMs) adjustSoon();
      // Which of the two is right is not known before the database is asked. Later is safe: it gives up a lease.
      return Math.round(anchor.database + Math.max(ofDay, passed));
    },
    steadyFor: () => machine.passed() - jumpedAt,
    adjust: adjustOnce,
  };
}

/** What the three clocks say at one moment: the middle of the question. */
async function compare(store: Store, machine: MachineTime) {
  const asked = { ofDay: machine.ofDay(), passed: machine.passed() };
  const database = await readDatabaseTime(store.read);
  const half = (machine.passed() - asked.passed) / 2;
  const at = { ofDay: asked.ofDay + half, passed: asked.passed + half };
  // A SQLite file is on this machine, whose clock is the database's.
  return { ...at, database: database ?? at.ofDay };
}
