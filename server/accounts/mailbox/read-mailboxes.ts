import type { Mailbox } from '../../../shared/api/mailboxes.ts';
import { findMailboxOf } from '../../store/mailboxes.ts';
import type { Db } from '../../store/store.ts';
import type { Session } from '../sessions/index.ts';

/** My own mailbox, once it was ever connected. Nobody reads anybody else's. */
export async function readMailboxes(q: Db, session: Session): Promise<Mailbox[]> {
  const mailbox = await findMailboxOf(q, session.memberId);
  if (!mailbox || mailbox.state === 'unconnected') return [];
  const { id, email, name, state, replies, connectedAt, disconnectReason } = mailbox;
  return [
    {
      ...{ id, email, name, provider: 'google', state, replies, disconnectReason },
      connectedAt: connectedAt === null ? null : new Date(connectedAt).toISOString(),
    },
  ];
}
