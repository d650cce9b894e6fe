import type { Kit } from '../kit.ts';
import type { PeopleTables } from './people.ts';

/** Sign-ins: what is under way, and the tokens of those that were completed. */
export function defineSessions(kit: Kit, { members }: Pick<PeopleTables, 'members'>) {
  const { table, text, oneOf, at, bool, bytes, index } = kit;

  const sessionFamilies = table(
    'session_families',
    {
      id: text('id').primaryKey(),
      memberId: text('member_id')
        .notNull()
        .references(() => members.id),
      createdAt: at('created_at').notNull(),
      endedAt: at('ended_at'),
      endReason: text('end_reason'),
    },
    (t) => [index('session_families_member').on(t.memberId)],
  );

  const refreshTokens = table(
    'refresh_tokens',
    {
      hash: text('hash').primaryKey(),
      familyId: text('family_id')
        .notNull()
        .references(() => sessionFamilies.id),
      issuedAt: at('issued_at').notNull(),
      expiresAt: at('expires_at').notNull(),
      usedAt: at('used_at'),
      successorHash: text('successor_hash'),
    },
    (t) => [index('refresh_tokens_family').on(t.familyId), index('refresh_tokens_expiry').on(t.expiresAt)],
  );

  const accessTokens = table(
    'access_tokens',
    {
      hash: text('hash').primaryKey(),
      familyId: text('family_id')
        .notNull()
        .references(() => sessionFamilies.id),
      expiresAt: at('expires_at').notNull(),
    },
    (t) => [index('access_tokens_family').on(t.familyId), index('access_tokens_expiry').on(t.expiresAt)],
  );

  const authFlows = table(
    'auth_flows',
    {
      stateHash: text('state_hash').primaryKey(),
      kind: oneOf('kind', ['signIn', 'connect'] as const).notNull(),
      redirectUri: text('redirect_uri'),
      clientState: text('client_state'),
      codeChallenge: text('code_challenge'),
      memberId: text('member_id'),
      replies: bool('replies').notNull().default(false),
      sealedVerifier: bytes('sealed_verifier').notNull(),
      nonce: text('nonce').notNull(),
      expiresAt: at('expires_at').notNull(),
    },
    (t) => [index('auth_flows_expiry').on(t.expiresAt)],
  );

  const authCodes = table(
    'auth_codes',
    {
      hash: text('hash').primaryKey(),
      memberId: text('member_id')
        .notNull()
        .references(() => members.id),
      redirectUri: text('redirect_uri').notNull(),
      codeChallenge: text('code_challenge').notNull(),
      expiresAt: at('expires_at').notNull(),
      /** Set when the code was redeemed: a second use ends the session family that the first one began. */
      familyId: text('family_id'),
    },
    (t) => [index('auth_codes_expiry').on(t.expiresAt)],
  );

  return { sessionFamilies, refreshTokens, accessTokens, authFlows, authCodes };
}

export type SessionsTables = ReturnType<typeof defineSessions>;
