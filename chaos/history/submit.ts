import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Request } from './client.ts';
import type { Submitted } from './journal.ts';
import type { Pair, Person } from '../system/people.ts';
import type { Scene } from './scene.ts';

/** An email that was taken (202). */
export type Taken = Submitted & { sendId: string };

export type Order = {
  /** Through a grant, or from one's own mailbox. */
  from: Pair | Person;
  to: string;
  /** So long ahead on the servers' clock (milliseconds), or now. */
  later: number | null;
  hangUpAfter: number | null;
  /** The same request to two servers at once. */
  twice: boolean;
};

/** Submits one email, until there is an answer. Null: it was refused, or enough were taken already. */
export async function submit(scene: Scene, order: Order): Promise<Taken | null> {
  if (!(await scene.tickets.take())) {
    await pause(20);
    return null;
  }
  let taken: Taken | null = null;
  try {
    taken = await submitWithTicket(scene, order);
  } finally {
    if (taken) scene.tickets.use();
    else scene.tickets.giveBack();
  }
  return taken;
}

async function submitWithTicket(scene: Scene, { from, to, later, hangUpAfter, twice }: Order) {
  const { client, journal, requests } = scene;
  const [requestor, mailbox, grantId] =
    'grantId' in from ? [from.requestor, from.acceptor, from.grantId] : [from, from, null];
  const key = `chaos-key-${requests.size}`;
  const body = {
    from: grantId === null ? { mailboxId: mailbox.mailboxId } : { grantId },
    to: { email: to },
    subject: `A role for you, ${key}`,
    html: `<p>Hello, shall we talk? This is ${key}.</p>`,
    ...(later === null ? {} : { sendAt: new Date(scene.clock() + later).toISOString() }),
  };
  const request: Request = { method: 'POST', path: '/v1/sends', token: requestor.token, body, key };
  requests.set(key, request);
  const note = (answer: Answer<{ id?: string }>): Submitted => {
    const { beganAt, endedAt, status, code, tries } = answer;
    const sendId = status === 202 ? answer.body.id! : null;
    return {
      ...{ key, requestorId: requestor.id, mailboxId: mailbox.mailboxId, grantId, to, sendId },
      ...{ beganAt, endedAt, status, code, tries },
    };
  };
  const twin = twice ? client.ask<{ id?: string }>(request) : null;
  const answer = note(await client.ask<{ id?: string }>({ ...request, hangUpAfter }));
  journal.submit(answer);
  if (twin) journal.repeat({ ...note(await twin), changed: false });
  return answer.sendId === null ? null : (answer as Taken);
}
