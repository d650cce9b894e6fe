import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Db } from './store.ts';

export type AuthFlowRow = Db['t']['authFlows']['$inferSelect'];
export type AuthCodeRow = Db['t']['authCodes']['$inferSelect'];

export async function insertAuthFlow(q: Db, flow: Db['t']['authFlows']['$inferInsert']): Promise<void> {
  await q.insert(q.t.authFlows).values(flow);
}

/** Takes a flow out for good: of two redirects with one state only one gets it. Null too when it has expired. */
export async function takeAuthFlow(q: Db, stateHash: string, now: number): Promise<AuthFlowRow | null> {
  const t = q.t.authFlows;
  const [flow] = await q.delete(t).where(eq(t.stateHash, stateHash)).returning();
  return flow && flow.expiresAt > now ? flow : null;
}

export async function insertAuthCode(q: Db, code: Db['t']['authCodes']['$inferInsert']): Promise<void> {
  await q.insert(q.t.authCodes).values(code);
}

/** Redeems a code for a family, once, and only with everything it was bound to. */
export async function redeemAuthCode(
  q: Db,
  use: { hash: string; redirectUri: string; codeChallenge: string; now: number; familyId: string },
): Promise<AuthCodeRow | null> {
  const t = q.t.authCodes;
  const [code] = await q
    .update(t)
    .set({ familyId: use.familyId })
    .where(
      and(
        eq(t.hash, use.hash),
        eq(t.redirectUri, use.redirectUri),
        eq(t.codeChallenge, use.codeChallenge),
        gt(t.expiresAt, use.now),
        isNull(t.familyId),
      ),
    )
    .returning();
  return code ?? null;
}

/** The family a code has already begun, or null. */
export async function findFamilyOfCode(q: Db, hash: string): Promise<string | null> {
  const t = q.t.authCodes;
  const [code] = await q.select({ familyId: t.familyId }).from(t).where(eq(t.hash, hash));
  return code?.familyId ?? null;
}

/** Forgets flows and codes that expired before `before`. */
export async function deleteExpiredFlows(q: Db, before: number): Promise<void> {
  const { authFlows, authCodes } = q.t;
  await q.delete(authFlows).where(lt(authFlows.expiresAt, before));
  await q.delete(authCodes).where(lt(authCodes.expiresAt, before));
}
