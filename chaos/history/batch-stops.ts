import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './client.ts';
import type { Stopped, TakenBatch } from './journal.ts';
import type { Scene } from './scene.ts';

type Batch = { id: string; state: string; contentHash: string; counts: { held: number } };
type Verb = 'pause' | 'resume' | 'cancel' | 'approve' | 'reject';

/** The requestor lets a batch wait for a while. Then they go on or take it back, or leave that for later. */
export const pauseBatch = (
  scene: Scene,
  batch: TakenBatch,
  { restMs, after }: { restMs: number; after: 'resume' | 'cancel' | 'nothing' },
): Promise<void> =>
  scene.turns.take(batch.batchId, async () => {
    const { client } = scene;
    const { batchId } = batch;
    const token = requestorOf(scene, batch);
    const doubtful = client.mayHaveStragglers(token, pathOf(batchId, 'resume'));
    const answer = await actOn(scene, batchId, { verb: 'pause', token });
    if (await isNow(scene, batchId, { answer, token, state: 'paused' }))
      scene.journal.stopped.push(stopOf({ by: 'pause of a batch', batchId, doubtful }, answer));
    await pause(restMs);
    if (after === 'resume') await resume(scene, batchId, token);
    if (after === 'cancel') await cancel(scene, batchId, token);
  });

/** The requestor takes back what has not gone out. */
export const cancelBatch = (scene: Scene, batch: TakenBatch): Promise<void> =>
  scene.turns.take(batch.batchId, () => cancel(scene, batch.batchId, requestorOf(scene, batch)));

/** The acceptor lets what waits for them of a batch go, or not. */
export const answerBatch = (scene: Scene, batch: TakenBatch, reject: boolean): Promise<void> =>
  scene.turns.take(batch.batchId, async () => {
    const { client, journal, cast } = scene;
    const { batchId } = batch;
    const { token } = cast.people.find(({ mailboxId }) => mailboxId === batch.mailboxId)!;
    const path = `/v1/batches/${batchId}`;
    const { body } = await client.ask<Batch>({ method: 'GET', path, token });
    if (body.counts.held === 0) return;
    const { contentHash } = body;
    if (!reject) await actOn(scene, batchId, { verb: 'approve', token, body: { contentHash } });
    if (!reject) return;
    const answer = await actOn(scene, batchId, { verb: 'reject', token });
    const rejected = await client.ask<{ items: { id: string }[] }>({
      ...{ method: 'GET', path: `/v1/sends?batch=${batchId}&state=rejected&limit=100`, token },
    });
    for (const { id: sendId } of rejected.body.items)
      journal.stopped.push(stopOf({ by: 'reject', sendId, doubtful: false }, answer));
  });

/** Whoever has paused a batch goes on with it. Resolves with how many that were. */
export async function resumePaused(scene: Scene, { token }: { token: string }): Promise<number> {
  let resumed = 0;
  for (let cursor: string | null = ''; cursor !== null;) {
    const path: string = `/v1/batches?side=requestor&limit=100${cursor}`;
    const { body } = await scene.client.ask<{ items: Batch[]; nextCursor: string | null }>({
      ...{ method: 'GET', path, token },
    });
    for (const { id } of body.items.filter(({ state }) => state === 'paused')) {
      await scene.turns.take(id, () => resume(scene, id, token));
      resumed += 1;
    }
    cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
  }
  return resumed;
}

async function resume(scene: Scene, batchId: string, token: string): Promise<void> {
  for (const stop of scene.journal.stopped)
    if (stop.by === 'pause of a batch' && stop.batchId === batchId && stop.until === Infinity)
      stop.until = Date.now();
  await actOn(scene, batchId, { verb: 'resume', token });
}

async function cancel(scene: Scene, batchId: string, token: string): Promise<void> {
  const answer = await actOn(scene, batchId, { verb: 'cancel', token });
  if (await isNow(scene, batchId, { answer, token, state: 'cancelled' }))
    scene.journal.stopped.push(stopOf({ by: 'cancel of a batch', batchId, doubtful: false }, answer));
}

const pathOf = (batchId: string, verb: Verb): string => `/v1/batches/${batchId}/${verb}`;

const actOn = (
  { client }: Scene,
  batchId: string,
  { verb, token, body }: { verb: Verb; token: string; body?: unknown },
): Promise<Answer<Batch>> =>
  client.ask<Batch>({
    ...{ method: 'POST', path: pathOf(batchId, verb), token },
    ...(body === undefined ? {} : { body }),
  });

/** Whether an act was done: by the request that was answered, or by an earlier try whose answer was lost. */
async function isNow(
  { client }: Scene,
  batchId: string,
  { answer, token, state }: { answer: Answer; token: string; state: string },
): Promise<boolean> {
  if (answer.status === 200 || answer.tries === 1) return answer.status === 200;
  const path = `/v1/batches/${batchId}`;
  return (await client.ask<Batch>({ method: 'GET', path, token })).body.state === state;
}

const stopOf = (
  stop: Pick<Stopped, 'by' | 'batchId' | 'sendId' | 'doubtful'>,
  { beganAt, endedAt }: Answer,
): Stopped => ({ ...stop, beganAt, endedAt, until: Infinity });

const requestorOf = ({ cast }: Scene, { requestorId }: TakenBatch): string =>
  cast.people.find(({ id }) => id === requestorId)!.token;
