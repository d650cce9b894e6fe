import type { SubmittedSend } from '../../shared/api/sends.ts';
import type { GrantActor } from '../grants/grant-actor.ts';
import { notFound, type Refusal } from '../refusal.ts';
import { factsOf, lockGrants, lockSenders, type ReadFacts, type Sender } from '../store/send-facts.ts';
import type { SendRow } from '../store/sends.ts';
import type { Db } from '../store/store.ts';

type Asked = { actor: GrantActor; from: SubmittedSend['from']; toEmail: string };

/** Whose mailbox an email goes out from, and under which grant (null: the requestor's own). */
export type FoundSender = {
  name: string;
  mailbox: Sender['mailbox'];
  grant: ReadFacts['grant'];
  facts: ReadFacts;
};

/**
 * Finds the sender that each request names, and what decides whether it may. Mailboxes and grants are locked. A grant
 * or mailbox of others reads like one that does not exist.
 */
export async function findSenders(q: Db, asked: readonly Asked[]): Promise<(FoundSender | Refusal)[]> {
  const grantIds = asked.flatMap(({ from }) => ('grantId' in from ? from.grantId : []));
  const mailboxIds = asked.flatMap(({ from }) => ('mailboxId' in from ? from.mailboxId : []));
  const senders = await lockSenders(q, { grantIds, mailboxIds });
  const grants = await lockGrants(q, grantIds);

  const found = asked.map(({ actor, from, toEmail }) => {
    const grant = 'grantId' in from ? (grants.get(from.grantId) ?? null) : null;
    if ('grantId' in from && grant?.requestorId !== actor.memberId) return null;
    const mailboxId = 'mailboxId' in from ? from.mailboxId : grant!.mailboxId;
    const sender = senders.find(({ mailbox }) => mailbox.id === mailboxId);
    const ownerId = grant?.acceptorId ?? actor.memberId;
    const isTheirs = sender?.owner.id === ownerId && sender.mailbox.workspaceId === actor.workspaceId;
    return isTheirs ? { requestorId: actor.memberId, mailboxId, grantId: grant?.id ?? null, toEmail } : null;
  });
  const now = Math.max(...asked.map(({ actor }) => actor.now));
  const facts = (
    await factsOf(
      q,
      found.filter((it) => it !== null),
      { grants, senders, now },
    )
  ).values();
  return found.map((it) => {
    if (it === null) return notFound();
    const read = facts.next().value!;
    const { mailbox, owner } = read.sender;
    return { name: owner.name, mailbox, grant: read.grant, facts: read };
  });
}

/** The sender of a send that exists already, locked. It goes out by its requestor, whoever acts. */
export async function lockSenderOf(
  q: Db,
  send: Pick<SendRow, 'grantId' | 'mailboxId' | 'requestorId'>,
  actor: GrantActor,
  toEmail: string,
): Promise<FoundSender | Refusal> {
  const from = send.grantId === null ? { mailboxId: send.mailboxId } : { grantId: send.grantId };
  const [sender] = await findSenders(q, [{ actor: { ...actor, memberId: send.requestorId }, from, toEmail }]);
  return sender!;
}
