import type { Scene } from './scene.ts';
import { timeOf, type Taken } from './submit.ts';

type Read = { state: string; to: { email: string }; subject: string; html: string; contentHash: string };

/** What is to be another: the words, the recipient, the time. */
export type Change = { words: boolean; to: number | null; later: number | null };

/** The requestor changes an email that has not gone out yet; of one that has, nothing is asked for. */
export const edit = (scene: Scene, { sendId, requestorId, key, batchKey }: Taken, change: Change) =>
  scene.turns.take(sendId, async () => {
    const { client, journal, cast } = scene;
    const { token } = cast.people.find(({ id }) => id === requestorId)!;
    const path = `/v1/sends/${sendId}`;
    const { body: before } = await client.ask<Read>({ method: 'GET', path, token });
    if (before.state !== 'queued' && before.state !== 'held') return;
    const times = journal.edited.filter((it) => it.sendId === sendId).length;
    const subject = change.words ? `Another role for you, ${key}, ${times}` : before.subject;
    const to = change.to === null ? before.to.email : `edited-${change.to}@elsewhere.test`;
    const body = {
      ...{ contentHash: before.contentHash, subject },
      html: change.words ? `<p>Hello again, this is ${key}, ${times}.</p>` : before.html,
      ...(change.to === null ? {} : { to: { email: to } }),
      // The day of one of a batch may be another than today, as the cap has it.
      ...(batchKey === null ? timeOf(scene, change.later) : {}),
    };
    const request = { method: 'POST', path: `${path}/edit`, token, body };
    const { status, tries, beganAt, endedAt } = await client.ask(request);
    if (status !== 200 && tries === 1) return;
    const acknowledged = status === 200 || (await isEdited());
    journal.edited.push({ sendId, to, subject, acknowledged, beganAt, endedAt });

    /** By an earlier try whose answer was lost; then it has come to another content already. */
    async function isEdited(): Promise<boolean> {
      const { body: after } = await client.ask<Read>({ method: 'GET', path, token });
      return after.subject === subject && after.to.email === to;
    }
  });
