import { setTimeout as pause } from 'node:timers/promises';
import type { TermsInput } from '../../shared/domain/terms.ts';
import type { Pair, Person } from '../system/people.ts';
import { reconnect } from './reconnect.ts';
import { regrant } from './regrant.ts';
import { signIn } from './sign-in.ts';
import type { Scene } from './scene.ts';
import type { Taken } from './submit.ts';

export type Ending = { by: 'revoke' | 'leave'; restMs: number; terms: TermsInput; asked: boolean };

/** Ends a grant, by the acceptor or by the requestor, and after a while there is a new one. */
export const endGrant = (scene: Scene, pair: Pair, ending: Ending): Promise<void> =>
  scene.turns.take(pair.acceptor.id, async () => {
    const { client, journal } = scene;
    const { acceptor, requestor, grantId } = pair;
    const { by, restMs } = ending;
    const { token } = by === 'revoke' ? acceptor : requestor;
    const { status, beganAt, endedAt } = await client.ask({
      ...{ method: 'POST', path: `/v1/grants/${grantId}/${by}`, token },
    });
    // 409: an earlier try whose answer was lost did it, or it had ended before.
    if (status === 200 || status === 409)
      journal.stopped.push({ by, grantId, beganAt, endedAt, until: Infinity, doubtful: status === 409 });
    await pause(restMs);
    await regrant(scene, pair, ending);
  });

/** Nothing by others for a while. */
export const pauseAll = (scene: Scene, acceptor: Person, restMs: number): Promise<void> =>
  scene.turns.take(acceptor.id, async () => {
    const { client, journal } = scene;
    const { token, mailboxId } = acceptor;
    const doubtful = client.mayHaveStragglers(token);
    const begun = await client.ask({ method: 'POST', path: '/v1/pause', token });
    if (begun.status !== 200) throw new Error(`POST /v1/pause answered ${begun.status}`);
    const { beganAt, endedAt } = begun;
    const stopped = { by: 'pause' as const, mailboxId, beganAt, endedAt, until: Infinity, doubtful };
    journal.stopped.push(stopped);
    await pause(restMs);
    stopped.until = Date.now();
    await client.ask({ method: 'DELETE', path: '/v1/pause', token });
  });

/** Disconnects the mailbox, and after a while connects it again. */
export const disconnect = (scene: Scene, owner: Person, restMs: number): Promise<void> =>
  scene.turns.take(owner.id, async () => {
    const { client, journal } = scene;
    const { token, mailboxId } = owner;
    const doubtful = client.mayHaveStragglers(token);
    const { status, beganAt, endedAt } = await client.ask({
      ...{ method: 'DELETE', path: `/v1/mailboxes/${mailboxId}`, token },
    });
    if (status >= 300) throw new Error(`DELETE /v1/mailboxes/… answered ${status}`);
    const stopped = { by: 'disconnect' as const, mailboxId, beganAt, endedAt, until: Infinity, doubtful };
    journal.stopped.push(stopped);
    await pause(restMs);
    stopped.until = Date.now();
    await reconnect(scene, owner);
  });

/**
 * An admin freezes somebody, and after a while lets them in again. Every session of theirs ends with it: whoever was in
 * the middle of something goes on once they have signed in again.
 */
export const freeze = (scene: Scene, member: Person, restMs: number): Promise<void> =>
  scene.turns.take(member.id, async () => {
    const { client, journal } = scene;
    const { id, workspace, mailboxId, token: over } = member;
    const { token } = scene.cast.people.find((it) => it.isAdmin && it.workspace === workspace)!;
    const path = `/v1/team/${id}/freeze`;
    const freezeAndLetIn = async () => {
      const doubtful = client.mayHaveStragglers(token, path);
      const { status, beganAt, endedAt } = await client.ask({ method: 'POST', path, token });
      if (status !== 204) throw new Error(`POST /v1/team/…/freeze answered ${status}`);
      const stopped = { by: 'freeze' as const, mailboxId, beganAt, endedAt, until: Infinity, doubtful };
      journal.stopped.push(stopped);
      await pause(restMs);
      stopped.until = Date.now();
      await client.ask({ method: 'DELETE', path, token });
      return signIn(scene, member);
    };
    const fresh = freezeAndLetIn();
    client.renew(over, fresh);
    member.token = await fresh;
  });

/** Takes one email back, if that is still possible. */
export async function cancel(
  { client, journal, cast }: Scene,
  { sendId, requestorId }: Taken,
): Promise<void> {
  const { token } = cast.people.find(({ id }) => id === requestorId)!;
  const path = `/v1/sends/${sendId}/cancel`;
  const answer = await client.ask<{ state: string }>({ method: 'POST', path, token });
  const { status, tries, beganAt, endedAt } = answer;
  const done =
    status === 200 ||
    // An earlier try may have done it.
    (tries > 1 &&
      (await client.ask<{ state: string }>({ method: 'GET', path: `/v1/sends/${sendId}`, token })).body
        .state === 'cancelled');
  if (done)
    journal.stopped.push({ by: 'cancel', sendId, beganAt, endedAt, until: Infinity, doubtful: false });
}
