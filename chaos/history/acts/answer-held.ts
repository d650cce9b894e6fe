import * as fc from 'fast-check';
import type { Person } from '../../system/people.ts';
import { kindOf, onceIn } from '../draw.ts';
import { at, type Scene } from '../scene.ts';

type Held = { id: string; state: string; contentHash: string };
type Page = { items: Held[]; nextCursor: string | null };

/** An acceptor reads what waits for their approval, and lets the latest few go or not. */
export const answerHeld = kindOf({
  name: 'approve or reject',
  weight: 4,
  drawn: fc.record({ who: fc.nat(), reject: onceIn(4, fc.constant(true)) }),
  async run(scene: Scene, { who, reject }) {
    const acceptor = at(scene.cast.people, who);
    const { held } = await readHeld(scene, acceptor, '');
    for (const send of held.slice(0, 5)) await answer(scene, acceptor, send, reject === true);
  },
});

/** Lets everything go that still waits for an answer. */
export async function answerAllHeld(scene: Scene, acceptor: Person): Promise<void> {
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { held: Held[]; next: string | null } = await readHeld(scene, acceptor, cursor);
    for (const send of page.held) await answer(scene, acceptor, send, false);
    cursor = page.next;
  }
}

async function readHeld({ client }: Scene, { token }: Person, cursor: string) {
  const path = `/v1/sends?side=acceptor&limit=100${cursor}`;
  const { body } = await client.ask<Page>({ method: 'GET', path, token });
  return {
    held: body.items.filter(({ state }) => state === 'held'),
    next: body.nextCursor && `&cursor=${body.nextCursor}`,
  };
}

const answer = ({ client }: Scene, { token }: Person, { id, contentHash }: Held, reject: boolean) =>
  client.ask(
    reject
      ? { method: 'POST', path: `/v1/sends/${id}/reject`, token }
      : { method: 'POST', path: `/v1/sends/${id}/approve`, token, body: { contentHash } },
  );
