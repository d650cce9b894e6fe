import type { Context } from 'hono';
import type { GrantActor } from '../../grants/grant-actor.ts';
import type { AppEnv } from './env.ts';

/** Who acts, from the session, and when. */
export const actorOf = (c: Context<AppEnv>): GrantActor => ({
  memberId: c.var.session.memberId,
  workspaceId: c.var.session.workspaceId,
  now: c.var.deps.clock(),
});
