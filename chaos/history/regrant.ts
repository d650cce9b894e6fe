import type { TermsInput } from '../../shared/domain/terms.ts';
import type { Pair } from '../system/people.ts';
import type { Scene } from './scene.ts';

type Grant = { id: string; state: string; termsDigest: string; requestor: { id: string } };

/** A new permission between two people: given by the acceptor, or asked for by the requestor and accepted. */
export async function regrant(
  scene: Scene,
  pair: Pair,
  { terms, asked }: { terms: TermsInput; asked: boolean },
): Promise<void> {
  const { client } = scene;
  const { acceptor, requestor } = pair;
  const made = asked
    ? await client.ask<Grant>({
        ...{ method: 'POST', path: '/v1/grants/requests', token: requestor.token },
        body: { acceptorId: acceptor.id, terms },
      })
    : await client.ask<Grant>({
        ...{ method: 'POST', path: '/v1/grants', token: acceptor.token },
        body: { requestorId: requestor.id, terms },
      });
  // Taken by an earlier try whose answer was lost, or open for another reason: what there is is found.
  const grant = made.status === 201 ? made.body : await findOpen(scene, pair);
  if (!grant) return;
  pair.grantId = grant.id;
  if (grant.state !== 'requesting') return;
  await client.ask({
    ...{ method: 'POST', path: `/v1/grants/${grant.id}/accept`, token: acceptor.token },
    body: { termsDigest: grant.termsDigest },
  });
}

async function findOpen({ client }: Scene, { acceptor, requestor }: Pair): Promise<Grant | undefined> {
  const path = '/v1/grants?side=acceptor&limit=100';
  const { body } = await client.ask<{ items: Grant[] }>({ method: 'GET', path, token: acceptor.token });
  const open = ['requesting', 'active', 'suspended'];
  return body.items.find((grant) => grant.requestor.id === requestor.id && open.includes(grant.state));
}
