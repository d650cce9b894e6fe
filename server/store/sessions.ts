import { and, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Role } from '../../shared/api/me.ts';
import type { MemberRow } from './people.ts';
import { prepared } from './prepared.ts';
import type { Db } from './store.ts';

export type RefreshTokenRow = Db['t']['refreshTokens']['$inferSelect'];
type NewFamily = Db['t']['sessionFamilies']['$inferInsert'];
type NewRefreshToken = Db['t']['refreshTokens']['$inferInsert'];
type NewAccessToken = Db['t']['accessTokens']['$inferInsert'];

/** Whose live access token this is, in one query: dead with its family, and while its member is frozen. */
export async function findLiveSession(
  q: Db,
  accessTokenHash: string,
  now: number,
): Promise<{ memberId: string; workspaceId: string; role: Role; familyId: string } | null> {
  const [row] = await selectLive(q, { hash: accessTokenHash, now });
  return row ?? null;
}

const selectLive = prepared<{ hash: string; now: number }>()((q, { hash, now }) => {
  const { accessTokens, sessionFamilies, members } = q.t;
  return q
    .select({
      memberId: members.id,
      workspaceId: members.workspaceId,
      role: members.role,
      familyId: sessionFamilies.id,
    })
    .from(accessTokens)
    .innerJoin(sessionFamilies, eq(sessionFamilies.id, accessTokens.familyId))
    .innerJoin(members, eq(members.id, sessionFamilies.memberId))
    .where(
      and(
        eq(accessTokens.hash, hash),
        gt(accessTokens.expiresAt, now),
        isNull(sessionFamilies.endedAt),
        isNull(members.frozenAt),
      ),
    );
});

export async function insertFamily(q: Db, family: NewFamily): Promise<void> {
  await q.insert(q.t.sessionFamilies).values(family);
}

export async function insertRefreshToken(q: Db, token: NewRefreshToken): Promise<void> {
  await q.insert(q.t.refreshTokens).values(token);
}

export async function insertAccessToken(q: Db, token: NewAccessToken): Promise<void> {
  await q.insert(q.t.accessTokens).values(token);
}

export async function findRefreshToken(q: Db, hash: string): Promise<RefreshTokenRow | null> {
  const [row] = await q.select().from(q.t.refreshTokens).where(eq(q.t.refreshTokens.hash, hash));
  return row ?? null;
}

/** Uses an unused, unexpired refresh token up; false when somebody else did, or it is too old. */
export async function spendRefreshToken(
  q: Db,
  hash: string,
  use: { usedAt: number; successorHash: string },
): Promise<boolean> {
  const t = q.t.refreshTokens;
  const spent = await q
    .update(t)
    .set(use)
    .where(and(eq(t.hash, hash), isNull(t.usedAt), gt(t.expiresAt, use.usedAt)))
    .returning({ hash: t.hash });
  return spent.length === 1;
}

/** The member a family that has not ended belongs to. */
export async function findMemberOfLiveFamily(q: Db, familyId: string): Promise<MemberRow | null> {
  const { sessionFamilies, members } = q.t;
  const [row] = await q
    .select({ member: members })
    .from(sessionFamilies)
    .innerJoin(members, eq(members.id, sessionFamilies.memberId))
    .where(and(eq(sessionFamilies.id, familyId), isNull(sessionFamilies.endedAt)));
  return row?.member ?? null;
}

/** Ends a family and with it every token of it; null when it had ended before. */
export async function endFamily(
  q: Db,
  familyId: string,
  end: { endedAt: number; endReason: string },
): Promise<{ memberId: string } | null> {
  const t = q.t.sessionFamilies;
  const [ended] = await q
    .update(t)
    .set(end)
    .where(and(eq(t.id, familyId), isNull(t.endedAt)))
    .returning({ memberId: t.memberId });
  return ended ?? null;
}

/** Ends every family of a member; resolves with how many that were. */
export async function endFamiliesOfMember(
  q: Db,
  memberId: string,
  end: { endedAt: number; endReason: string },
): Promise<number> {
  const t = q.t.sessionFamilies;
  const ended = await q
    .update(t)
    .set(end)
    .where(and(eq(t.memberId, memberId), isNull(t.endedAt)))
    .returning({ id: t.id });
  return ended.length;
}

/** Forgets tokens that have been useless for a while. Families stay: they are what happened. */
export async function deleteExpiredTokens(q: Db, before: number): Promise<void> {
  const { accessTokens, refreshTokens } = q.t;
  await q.delete(accessTokens).where(lt(accessTokens.expiresAt, before));
  await q.delete(refreshTokens).where(lt(refreshTokens.expiresAt, before));
}
