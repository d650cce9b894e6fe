import * as fc from 'fast-check';
import { kindOf, onceIn } from '../draw.ts';
import { fromEnd, type Scene } from '../scene.ts';

/** The same key once more: with the same request it is the same email, with another one it is refused. */
export const repeatRequest = kindOf({
  name: 'repeat',
  weight: 9,
  drawn: fc.record({ which: fc.nat(), changed: onceIn(8, fc.constant(true)) }),
  async run({ journal, requests, client }: Scene, { which, changed }) {
    const taken = fromEnd(journal.taken, which, 400);
    if (!taken) return;
    const key = taken.batchKey ?? taken.key;
    const request = requests.get(key)!;
    const body = changed ? { ...(request.body as object), subject: 'Another email' } : request.body;
    const answer = await client.ask<{ id?: string }>({ ...request, body });
    const sendId = answer.status === 202 ? answer.body.id! : null;
    journal.repeat({ ...answer, key, changed: changed === true, sendId });
  },
});
