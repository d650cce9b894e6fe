import type { Context } from 'hono';
import type { SubmitDeps } from '../../sending/submit-send.ts';
import type { AppEnv } from './env.ts';

/** What the verbs that take emails work with. */
export const submitDeps = (c: Context<AppEnv>): SubmitDeps => {
  const { store, vault, config } = c.var.deps;
  return { store, vault, undoMs: config.undoMs };
};
