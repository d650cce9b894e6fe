import * as fc from 'fast-check';
import type { Person } from '../../system/people.ts';
import { kindOf } from '../draw.ts';
import { at, type Scene } from '../scene.ts';

/** So long an owner waits before they say that an email did not go out: longer than any request is under way (ms). */
const patienceMs = 6_000;

type Page = { items: { id: string; state: string; attempts: number }[]; nextCursor: string | null };

/** An owner looks into their Sent folder and says what became of uncertain emails. They never lie. */
export const lookIntoSent = kindOf({
  name: 'look',
  weight: 4,
  drawn: fc.nat(),
  async run(scene: Scene, drawn) {
    await resolveUncertain(scene, at(scene.cast.people, drawn), { patience: patienceMs, pages: 1 });
  },
});

/** Resolves with how many were resolved. Of those that are not in Sent only what is known to be uncertain for long. */
export async function resolveUncertain(
  scene: Scene,
  owner: Person,
  { patience, pages }: { patience: number; pages: number },
): Promise<number> {
  const { client, google, journal, uncertainSince } = scene;
  const { token } = owner;
  let resolved = 0;
  let cursor = '';
  for (let page = 0; page < pages; page += 1) {
    const path = `/v1/sends?side=acceptor&limit=100${cursor}`;
    const { body } = await client.ask<Page>({ method: 'GET', path, token });
    for (const { id, attempts } of body.items.filter(({ state }) => state === 'uncertain')) {
      const attempt = `${id} ${attempts}`;
      const since = uncertainSince.get(attempt) ?? Date.now();
      uncertainSince.set(attempt, since);
      const accepted = (await google.ask('accepted', id)) > 0;
      if (!accepted && Date.now() - since < patience) continue;
      const outcome = accepted ? 'sent' : 'notSent';
      const asked = { method: 'POST', path: `/v1/sends/${id}/resolve`, token, body: { outcome } };
      const { status, beganAt, endedAt } = await client.ask(asked);
      journal.resolved.push({ sendId: id, outcome, status, beganAt, endedAt });
      resolved += 1;
    }
    if (body.nextCursor === null) break;
    cursor = `&cursor=${body.nextCursor}`;
  }
  return resolved;
}
