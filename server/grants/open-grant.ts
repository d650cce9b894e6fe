import { v7 as uuidv7 } from 'uuid';
import { requestLifetimeMs } from '../../shared/domain/grant-state.ts';
import { normaliseTerms, type TermsInput } from '../../shared/domain/terms.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { insertGrant, openPairOf, type GrantRow } from '../store/grants.ts';
import type { MailboxRow, MemberRow } from '../store/people.ts';
import type { Db } from '../store/store.ts';
import { termsDigest } from './terms-digest.ts';

/** Opens a grant between two members: as a request that waits for an answer, or as a direct grant that is live. */
export async function openGrant(
  q: Db,
  opening: {
    requestorId: string;
    acceptor: MemberRow;
    mailbox: MailboxRow;
    state: 'requesting' | 'active';
    terms: TermsInput | undefined;
    note: string | null;
    now: number;
  },
): Promise<GrantRow | Refusal> {
  const { requestorId, acceptor, mailbox, state, note, now } = opening;
  const terms = normaliseTerms(opening.terms);
  const expiresAt = terms.expiresAt === null ? null : Date.parse(terms.expiresAt);
  if (expiresAt !== null && expiresAt <= now) {
    return refuse('invalid_request', 'The terms would have expired already. Choose a later end.');
  }
  const grant = await insertGrant(q, {
    id: uuidv7(),
    workspaceId: acceptor.workspaceId,
    requestorId,
    acceptorId: acceptor.id,
    mailboxId: mailbox.id,
    iss: acceptor.iss,
    sub: acceptor.sub,
    state,
    openPair: openPairOf({ requestorId, mailboxId: mailbox.id }),
    note,
    terms,
    termsDigest: termsDigest(terms),
    createdAt: now,
    endsAt: state === 'requesting' ? now + requestLifetimeMs : expiresAt,
    activeSince: state === 'active' ? now : null,
  });
  return (
    grant ??
    refuse(
      'grant_exists',
      'There is already an open request or grant between you two. Answer or end that one first.',
    )
  );
}
