import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Request } from './client.ts';
import type { Submitted } from './journal.ts';
import type { Pair, Person } from '../system/people.ts';
import type { Scene } from './scene.ts';

/** An email that was taken (202). */
export type Taken = Submitted & { sendId: string };

/** Through a grant, or from one's own mailbox. */
export type From = Pair | Person;

export type Order = {
  from: From;
  to: string;
  /** So long ahead on the servers' clock (milliseconds), or now. */
  later: number | null;
  hangUpAfter: number | null;
  /** The same request to two servers at once. */
  twice: boolean;
};

/** Submits one email, until there is an answer. Null: it was refused, or enough were taken already. */
export async function submit(scene: Scene, order: Order): Promise<Taken | null> {
  if ((await scene.tickets.take()) === 0) {
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
  const { token, asked, told } = sidesOf(from);
  const key = `chaos-key-${requests.size}`;
  const subject = `A role for you, ${key}`;
  const body = {
    ...{ from: asked, to: { email: to }, subject, ...timeOf(scene, later) },
    html: `<p>Hello, shall we talk? This is ${key}.</p>`,
  };
  const request: Request = { method: 'POST', path: '/v1/sends', token, body, key };
  requests.set(key, request);
  const note = (answer: Answer<{ id?: string }>): Submitted => {
    const { beganAt, endedAt, status, code, tries } = answer;
    const sendId = status === 202 ? answer.body.id! : null;
    const asked = { key, ...told, to, subject, batchKey: null };
    return { ...asked, ...{ sendId, beganAt, endedAt, status, code, tries } };
  };
  const twin = twice ? client.ask<{ id?: string }>(request) : null;
  // Whether it is answered matters only once the first one was; the journal knows of it anyway.
  twin?.catch(() => {});
  const answer = note(await client.ask<{ id?: string }>({ ...request, hangUpAfter }));
  journal.submit(answer);
  if (twin) journal.repeat({ ...note(await twin), changed: false });
  return answer.sendId === null ? null : (answer as Taken);
}

/** Who asks, what the request names as its sender, and what is told of both people. */
export function sidesOf(from: From) {
  const [requestor, { mailboxId }, grantId] =
    'grantId' in from ? [from.requestor, from.acceptor, from.grantId] : [from, from, null];
  return {
    token: requestor.token,
    asked: grantId === null ? { mailboxId } : { grantId },
    told: { requestorId: requestor.id, mailboxId, grantId },
  };
}

export const timeOf = (scene: Scene, later: number | null): { sendAt?: string } =>
  later === null ? {} : { sendAt: new Date(scene.clock() + later).toISOString() };
