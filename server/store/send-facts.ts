import { asc, eq, inArray, or } from 'drizzle-orm';
import { inList } from './in-list.ts';
import { prepared } from './prepared.ts';
import type { SendRow } from './sends.ts';
import type { Db } from './store.ts';
import { readSuppressed } from './suppressed.ts';

type Asked = Pick<SendRow, 'requestorId' | 'mailboxId' | 'grantId' | 'toEmail'>;

/** A mailbox that is sent from and its owner: what permissions, the message's From and the token depend on. */
export type Sender = Awaited<ReturnType<typeof readSenders>>[number];
type Grants = Awaited<ReturnType<typeof lockGrants>>;

/**
 * What `authoriseSend` decides on, for each send in turn, read with the grants locked so that a revocation waits or
 * came first.
 */
export async function readSendFacts(q: Db, sends: readonly Asked[], now: number) {
  if (sends.length === 0) return [];
  const grants = await lockGrants(
    q,
    sends.flatMap((send) => send.grantId ?? []),
  );
  const senders = await readSenders(
    q,
    sends.map((send) => send.mailboxId),
  );
  return factsOf(q, sends, { grants, senders, now });
}
export type ReadFacts = Awaited<ReturnType<typeof readSendFacts>>[number];

/** The facts about sends whose grants are locked and whose senders are read. */
export async function factsOf(
  q: Db,
  sends: readonly Asked[],
  { grants, senders, now }: { grants: Grants; senders: readonly Sender[]; now: number },
) {
  if (sends.length === 0) return [];
  const requestors = await selectFrozen(q, { ids: sends.map((send) => send.requestorId) });
  const senderOf = (id: string) => senders.find(({ mailbox }) => mailbox.id === id)!;
  const suppressed = await readSuppressed(
    q,
    sends.map(({ mailboxId, toEmail: email }) => ({
      workspaceId: senderOf(mailboxId).mailbox.workspaceId,
      email,
    })),
  );
  return sends.map(({ requestorId, mailboxId, grantId, toEmail }) => {
    const sender = senderOf(mailboxId);
    const { mailbox, owner } = sender;
    return {
      now,
      requestorId,
      requestorFrozen: requestors.find(({ id }) => id === requestorId)?.frozenAt !== null,
      toEmail,
      recipientSuppressed: suppressed.has(mailbox.workspaceId, toEmail),
      grant: grantId === null ? null : (grants.get(grantId) ?? null),
      mailbox: {
        id: mailbox.id,
        ownerId: owner.id,
        state: mailbox.state,
        iss: owner.iss,
        sub: owner.sub,
        ownerFrozen: owner.frozenAt !== null,
        ownerPaused: owner.pausedAt !== null,
      },
      sender,
    };
  });
}

const selectFrozen = prepared<{ ids: readonly string[] }>()((q, { ids }) => {
  const { members } = q.t;
  return q
    .select({ id: members.id, frozenAt: members.frozenAt })
    .from(members)
    .where(inList(members.id, ids));
});

/** Reads grants by id and locks them, in the order of their ids, until the unit of work ends. */
export async function lockGrants(q: Db, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, never>();
  const rows = await selectGrants(q, { ids });
  return new Map(rows.map((row) => [row.id, row]));
}

const selectGrants = prepared<{ ids: readonly string[] }>()((q, { ids }) => {
  const { grants: t } = q.t;
  return q.forUpdate(
    q
      .select({
        ...{ id: t.id, requestorId: t.requestorId, acceptorId: t.acceptorId, mailboxId: t.mailboxId },
        ...{ state: t.state, endsAt: t.endsAt, iss: t.iss, sub: t.sub, terms: t.terms },
      })
      .from(t)
      .where(inList(t.id, ids))
      .orderBy(asc(t.id)),
  );
});

const readSenders = (q: Db, mailboxIds: readonly string[]) => sendersById(q, { mailboxIds });

const sendersById = prepared<{ mailboxIds: readonly string[] }>()((q, { mailboxIds }) =>
  selectSenders(q).where(inList(q.t.mailboxes.id, mailboxIds)),
);

/**
 * The mailboxes of grants, and further ones by id, locked in the order of their ids. A unit of work that will lock the
 * grants too, or change what the mailboxes wait for, begins with this: everybody locks mailboxes before grants.
 */
export const lockSenders = (
  q: Db,
  ids: { grantIds: readonly string[]; mailboxIds: readonly string[] },
): Promise<Sender[]> => selectAndLockSenders(q, ids);

const selectAndLockSenders = prepared<{
  grantIds: readonly string[];
  mailboxIds: readonly string[];
}>()((q, { grantIds, mailboxIds }) => {
  const { mailboxes, grants } = q.t;
  const ofGrants = q.select({ id: grants.mailboxId }).from(grants).where(inList(grants.id, grantIds));
  const wanted = or(
    grantIds.length ? inArray(mailboxes.id, ofGrants) : undefined,
    mailboxIds.length ? inList(mailboxes.id, mailboxIds) : undefined,
  );
  return q.forUpdate(selectSenders(q).where(wanted).orderBy(asc(mailboxes.id)), { of: mailboxes });
});

/** Mailboxes with their owners. */
export function selectSenders(q: Db) {
  const { mailboxes: m, members: o } = q.t;
  return q
    .select({
      mailbox: {
        ...{ id: m.id, workspaceId: m.workspaceId, email: m.email, name: m.name, state: m.state },
        ...{
          replies: m.replies,
          tokenVersion: m.tokenVersion,
          historyReadAt: m.historyReadAt,
          paceAt: m.paceAt,
        },
      },
      owner: {
        ...{ id: o.id, name: o.name, iss: o.iss, sub: o.sub },
        ...{ pausedAt: o.pausedAt, frozenAt: o.frozenAt },
      },
    })
    .from(m)
    .innerJoin(o, eq(o.id, m.memberId));
}
