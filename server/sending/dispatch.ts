import type { AccessTokenSource } from '../accounts/access-tokens.ts';
import type { Clock } from '../clock.ts';
import { composeMime } from '../mail/compose-mime.ts';
import type { SealedMail, SealedThread, Sealer } from '../mail/sealed-mail.ts';
import { lookBeforeFollowUp } from '../replies/look-before-follow-up.ts';
import { findThreadOf } from '../store/dispatch-facts.ts';
import type { SendRow } from '../store/sends.ts';
import type { Store } from '../store/store.ts';
import { findTrackedSends } from '../store/tracked-sends.ts';
import { addWayOut, type WayOutDeps } from '../tracking/suppression/way-out.ts';
import { trackBody, type TrackBodyDeps } from '../tracking/track-body.ts';
import { endAttempt } from './attempt-end.ts';
import { batched } from './batched.ts';
import type { ClaimedSend } from './claim-sends.ts';
import { openBody, openHeading } from './content.ts';
import { fireSend } from './fire-send.ts';
import { freshenHistory } from './freshen-history.ts';
import { fireToRequestMs } from './look-times.ts';
import { settleSend, withdrawAttempt } from './settle-send.ts';

export type DispatchDeps = TrackBodyDeps &
  WayOutDeps & {
    store: Store;
    clock: Clock;
    vault: Sealer;
    mail: SealedMail;
    tokens: AccessTokenSource;
    random: () => number;
  };

/**
 * Hands one claimed send over: token and message first, then the last check with its durable mark, then exactly one
 * request, then what came of it. The only caller of the provider's send.
 */
export async function dispatch(deps: DispatchDeps, send: ClaimedSend): Promise<void> {
  const { store, clock, mail, tokens, random } = deps;
  const sender = send.sender.mailbox;
  const access = await tokens.accessTokenFor({ id: send.mailboxId, tokenVersion: sender.tokenVersion });
  if (access.outcome === 'unreachable') {
    await settleSend(store, send, endAttempt({ outcome: 'notReached' }, send.attempts, random()), clock());
    return;
  }
  if (access.outcome !== 'token') {
    await withdrawAttempt(store, send, 'mailbox_disconnected', clock());
    return;
  }
  if (await lookBeforeFollowUp(deps, send, access.token)) return;
  await freshenHistory(deps, sender, access.token);
  const thread = send.inReplyTo === null ? null : await findThreadOf(store.read, send.inReplyTo);
  const mime = await composeFor(deps, send, sender, thread, access.token);

  const firedAt = clock();
  const answer = await fireSend(store, send, access.tokenVersion, firedAt);
  if (answer === 'lost') return;
  if (answer !== 'go') {
    await withdrawAttempt(store, send, answer.refused, clock());
    return;
  }
  // Marked, but not requested: left to the reaper as uncertain rather than sent by a worker that may have lost its lease.
  if (clock() - firedAt > fireToRequestMs) return;
  const outcome = await mail.send({ sendId: send.id, accessToken: access.token, mime, thread });
  if (outcome.outcome === 'unauthorised') await tokens.forget(send.mailboxId, access.token);
  await settleSend(store, { ...send, firedAt }, endAttempt(outcome, send.attempts, random()), clock());
}

/** Emails that go out together are read together. */
const findTrackedOf = batched(async (store: Store, sendIds: readonly string[]) => {
  const found = await findTrackedSends(store.read, sendIds);
  return sendIds.map((id) => found.get(id) ?? null);
});

async function composeFor(
  deps: DispatchDeps,
  send: SendRow,
  sender: { name: string; email: string },
  thread: SealedThread | null,
  accessToken: string,
): Promise<Buffer> {
  const { store, vault, mail, clock } = deps;
  const { subject, toName } = openHeading(vault, send);
  const tracked = await findTrackedOf(store, send.id);
  const body = await trackBody(deps, tracked, openBody(vault, send));
  const { html, text, unsubscribeUrl } = await addWayOut(deps, send, tracked !== null, body);
  return composeMime({
    sendId: send.id,
    from: sender,
    to: { email: send.toEmail, name: toName },
    subject,
    html,
    text,
    date: new Date(clock()),
    unsubscribeUrl,
    inReplyTo: thread && (await mail.readMessageIdHeader(accessToken, thread)),
  });
}
