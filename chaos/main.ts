import { bugs } from './bugs/all.ts';
import { buildServer } from './build-server.ts';
import { readOptions, usage, type CommandOptions, type RunOptions } from './options.ts';
import { describeViolations, summarise } from './report.ts';
import { runChaos, type Outcome } from './run-chaos.ts';

/**
 * `npm run chaos -- [--engine sqlite|postgres] [--seed N] [--kills K] [--sends M] [--bug NAME] [--keep] [--self-test]`: real
 * servers, killed and disturbed while people send; then every promise is judged. 0 only when none was broken.
 */
const options = readOptionsOrSayHow();
process.exitCode = (await (options.selfTest ? selfTest(options) : runAll(options))) ? 0 : 1;

async function runAll({ engines, run }: CommandOptions): Promise<boolean> {
  console.log(`seed ${run.seed}`);
  const build = await buildServer(run.bug);
  try {
    let held = true;
    for (const engine of engines) {
      const outcome = await runOnce(build.entry, { engine, ...run });
      held &&= outcome.violations.length === 0;
    }
    return held;
  } finally {
    build.remove();
  }
}

/** Each bug, put in on purpose, must be noticed on each engine. */
async function selfTest({ engines, run }: CommandOptions): Promise<boolean> {
  console.log(`seed ${run.seed}`);
  let noticed = true;
  for (const bug of bugs) {
    const build = await buildServer(bug);
    for (const engine of engines) {
      console.log(`\nWith the bug ${bug.name}: ${bug.what}`);
      const { violations } = await runChaos({ engine, ...run, bug, entry: build.entry }, () => {});
      const checks = new Set(violations.map(({ check }) => check));
      console.log(
        `  ${engine}: ${violations.length} violations${checks.size > 0 ? ` (${[...checks].join('; ')})` : ', so it was NOT noticed'}`,
      );
      noticed &&= violations.length > 0;
    }
    build.remove();
  }
  return noticed;
}

async function runOnce(entry: string, run: RunOptions): Promise<Outcome> {
  const began = performance.now();
  const outcome = await runChaos({ entry, ...run }, (line) =>
    console.log(`  ${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}`),
  );
  console.log(summarise(outcome, run));
  if (outcome.violations.length > 0) console.log(`\n${describeViolations(outcome, run)}`);
  return outcome;
}

/** A command line that can't be used ends with one sentence and what may be asked for. */
function readOptionsOrSayHow(): CommandOptions {
  try {
    return readOptions(process.argv.slice(2));
  } catch (fault) {
    console.error(`${(fault as Error).message}\n${usage}`);
    process.exit(2);
  }
}
