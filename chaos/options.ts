import { parseArgs } from 'node:util';
import type { Engine } from '../server/store/store.ts';
import { bugs } from './bugs/all.ts';
import type { Bug } from './bugs/bug.ts';
import { engines } from './system/database.ts';

/** What one run is made from; the same options give the same history. */
export type RunOptions = {
  engine: Engine;
  seed: number;
  /** How many servers are killed (SIGKILL), and how many emails are taken (202): exactly. */
  kills: number;
  sends: number;
  /** How many servers work side by side. */
  servers: number;
  /** How many people act at once. */
  lanes: number;
  bug: Bug | null;
  /** Whether the evidence is kept when nothing was broken, too. */
  keep: boolean;
};

export type CommandOptions = { engines: Engine[]; selfTest: boolean; run: Omit<RunOptions, 'engine'> };

export const usage = `Usage: npm run chaos -- [--engine sqlite|postgres] [--seed N] [--kills N] [--sends N] [--servers N] [--lanes N]
                         [--bug NAME] [--keep] [--self-test]`;

/** Reads the command line. @throws Error that says what can't be asked for */
export function readOptions(args: string[]): CommandOptions {
  const { values } = parseArgs({
    args,
    options: {
      engine: { type: 'string' },
      seed: { type: 'string' },
      kills: { type: 'string' },
      sends: { type: 'string' },
      servers: { type: 'string', default: '3' },
      lanes: { type: 'string', default: '16' },
      bug: { type: 'string' },
      keep: { type: 'boolean', default: false },
      'self-test': { type: 'boolean', default: false },
    },
  });
  const number = (name: 'seed' | 'kills' | 'sends' | 'servers' | 'lanes', least: number, most: number) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new RangeError(`--${name} is a whole number from ${least} to ${most}.`);
    return value;
  };
  const asked = engines.filter((engine) => values.engine === undefined || values.engine === engine);
  if (asked.length === 0)
    throw new RangeError(`--engine is one of: ${engines.join(', ')}; without it, both.`);
  const bug = bugs.find(({ name }) => name === values.bug) ?? null;
  if (values.bug !== undefined && bug === null)
    throw new RangeError(`--bug is one of: ${bugs.map(({ name }) => name).join(', ')}.`);
  // A bug shows where several things meet: that takes a longer history than a look whether all is well.
  values.kills ??= '12';
  values.sends ??= values['self-test'] ? '600' : '300';
  values.seed ??= String(Math.floor(Math.random() * 2 ** 31));
  return {
    engines: asked,
    selfTest: values['self-test'],
    run: {
      seed: number('seed', 0, 2 ** 31 - 1),
      kills: number('kills', 0, 1_000_000),
      sends: number('sends', 1, 1_000_000),
      servers: number('servers', 1, 8),
      lanes: number('lanes', 1, 64),
      bug,
      keep: values.keep,
    },
  };
}

/** The command that gives this run again. */
export const commandOf = ({ engine, seed, kills, sends, servers, lanes, bug }: RunOptions): string =>
  `npm run chaos -- --engine ${engine} --seed ${seed} --kills ${kills} --sends ${sends} --servers ${servers}` +
  ` --lanes ${lanes}${bug ? ` --bug ${bug.name}` : ''}`;
