import { v7 as newId } from 'uuid';
import { sealTokens } from '../accounts/mailbox/sealed-tokens.ts';
import { hashToken, newToken } from '../accounts/opaque-token.ts';
import { admitMember } from '../accounts/sign-in/admit-member.ts';
import type { Vault } from '../accounts/vault/index.ts';
import { connectMailbox, findMailboxOf } from '../store/mailboxes.ts';
import { insertAccessToken, insertFamily } from '../store/sessions.ts';
import type { Db } from '../store/store.ts';

/** The account somebody signed in with, and what its provider gave for their mailbox; `expiresIn` in seconds. */
export type SeedAccount = {
  iss: string;
  sub: string;
  email: string;
  name: string;
  hd: string | null;
  tokens: { refreshToken: string; accessToken: string; expiresIn: number };
};

/** Somebody who has signed in and connected their mailbox, for whom no browser is needed to get there. */
export async function seedMember(q: Db, vault: Vault, { hd, tokens, ...who }: SeedAccount, now: number) {
  const { member } = await admitMember(q, { ...who, pictureUrl: null, hostedDomain: hd }, now);
  const mailbox = (await findMailboxOf(q, member.id))!;
  await connectMailbox(q, mailbox.id, {
    ...sealTokens(vault, mailbox.id, tokens),
    accessTokenUntil: now + tokens.expiresIn * 1000,
    ...{ replies: true, historyId: '1', connectedAt: now },
  });
  return { member, mailboxId: mailbox.id };
}

/** An access token of theirs that holds for so long (milliseconds). */
export async function seedSession(q: Db, memberId: string, now: number, ms: number): Promise<string> {
  const token = newToken('bha_');
  const familyId = newId();
  await insertFamily(q, { id: familyId, memberId, createdAt: now });
  await insertAccessToken(q, { hash: hashToken(token), familyId, expiresAt: now + ms });
  return token;
}
