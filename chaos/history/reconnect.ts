import { consent } from '../../demo/google/testing.ts';
import type { Person } from '../system/people.ts';
import type { Scene } from './scene.ts';

type Mailboxes = { items: { state: string }[] };

/** The whole way of a consent, again where a disturbance cut it short. */
export async function reconnect(scene: Scene, owner: Person): Promise<void> {
  const { client, google } = scene;
  const { token, email } = owner;
  for (let round = 0; round < 20; round += 1) {
    const begun = await client.ask<{ url: string }>({
      ...{ method: 'POST', path: '/v1/mailboxes/connect', token, body: {} },
    });
    const back = await consent(google, begun.body.url, email).catch(() => null);
    if (back) await client.ask({ method: 'GET', path: back.pathname + back.search, token });
    if (await isConnected(scene, owner)) return;
  }
  throw new Error(`${email} could not be connected again.`);
}

/** Whether the owner's mailbox is connected, as they are told. */
export async function isConnected({ client }: Scene, { token }: Person): Promise<boolean> {
  const { body } = await client.ask<Mailboxes>({ method: 'GET', path: '/v1/mailboxes', token });
  return body.items.some(({ state }) => state === 'connected');
}
