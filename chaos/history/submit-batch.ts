import { setTimeout as pause } from 'node:timers/promises';
import type { Answer, Request } from './client.ts';
import type { SubmittedBatch, TakenBatch } from './journal.ts';
import type { Scene } from './scene.ts';
import { sidesOf, timeOf, type Order } from './submit.ts';

/** One template to so many people; of those that are still wanted it may be fewer. */
export type BatchOrder = Order & { size: number };

/** Submits a batch, until there is an answer. Each of its emails counts as one that was taken. */
export async function submitBatch(scene: Scene, order: BatchOrder): Promise<TakenBatch | null> {
  const size = await scene.tickets.take(order.size);
  if (size === 0) {
    await pause(20);
    return null;
  }
  let taken: TakenBatch | null = null;
  try {
    taken = await submitWithTickets(scene, { ...order, size });
  } finally {
    if (taken) scene.tickets.use(size);
    else scene.tickets.giveBack(size);
  }
  return taken;
}

async function submitWithTickets(scene: Scene, { from, to, later, hangUpAfter, twice, size }: BatchOrder) {
  const { client, journal, requests } = scene;
  const { token, asked, told } = sidesOf(from);
  const key = `chaos-key-${requests.size}`;
  const rows = Array.from({ length: size }, (_, i) => ({ email: `${i}.${to}`, fields: { row: String(i) } }));
  const body = {
    ...{ from: asked, rows, subject: `A role for you, ${key}, {{row}}`, ...timeOf(scene, later) },
    html: `<p>Hello, shall we talk? This is ${key}, {{row}}.</p>`,
  };
  const request: Request = { method: 'POST', path: '/v1/batches', token, body, key };
  requests.set(key, request);
  const note = ({ beganAt, endedAt, status, code, body }: Answer<{ id?: string }>): SubmittedBatch => ({
    ...{ key, ...told, to: rows.map(({ email }) => email), beganAt, endedAt, status, code },
    batchId: status === 202 ? body.id! : null,
  });
  const twin = twice ? client.ask<{ id?: string }>(request) : null;
  // Whether it is answered matters only once the first one was; the journal knows of it anyway.
  twin?.catch(() => {});
  const answer = await client.ask<{ id?: string }>({ ...request, hangUpAfter });
  const batch = note(answer);
  if (twin) {
    const second = await twin;
    journal.repeat({ ...second, key, changed: false, sendId: note(second).batchId });
  }
  if (batch.batchId !== null) await noteEmails(scene, batch as TakenBatch, { token, tries: answer.tries });
  journal.submitBatch(batch);
  return batch.batchId === null ? null : (batch as TakenBatch);
}

type Page = { items: { id: string; to: { email: string } }[] };

/** Each email of a batch is held to what one by itself is. Nobody can have edited one before this knows of it. */
async function noteEmails(
  { client, journal }: Scene,
  { batchId, key, to, requestorId, mailboxId, grantId, beganAt, endedAt, status, code }: TakenBatch,
  { token, tries }: { token: string; tries: number },
): Promise<void> {
  const path = `/v1/sends?batch=${batchId}&limit=100`;
  const { body } = await client.ask<Page>({ method: 'GET', path, token });
  const ids = new Map(body.items.map((item) => [item.to.email, item.id]));
  for (const [row, email] of to.entries())
    journal.submit({
      ...{ key: `batch ${batchId} ${row}`, batchKey: key, requestorId, mailboxId, grantId, to: email },
      ...{ subject: `A role for you, ${key}, ${row}`, sendId: ids.get(email) ?? null },
      ...{ beganAt, endedAt, status, code, tries },
    });
}
