import { createHash, randomBytes } from 'node:crypto';
import { consent } from '../../demo/google/testing.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { redirectUri } from '../system/server-env.ts';
import type { Person } from '../system/people.ts';
import type { Scene } from './scene.ts';

/** The whole way of a person who signs in, again where a disturbance cut it short. Resolves with their token. */
export async function signIn({ client, google }: Scene, { email }: Person): Promise<string> {
  for (let round = 0; round < 20; round += 1) {
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      ...{ provider: 'google', redirect_uri: redirectUri, state: randomBytes(16).toString('hex') },
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const begun = await client.ask({ method: 'GET', path: `/auth/start?${query}`, token: null });
    const back = await consent(google, begun.location ?? '', email).catch(() => null);
    if (!back) {
      // Frozen just now, perhaps, and let in again soon.
      await pause(50);
      continue;
    }
    const end = await client.ask({ method: 'GET', path: back.pathname + back.search, token: null });
    const code = end.location && new URL(end.location).searchParams.get('code');
    if (!code) continue;
    const body = {
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      redirect_uri: redirectUri,
    };
    const request = { method: 'POST', path: '/auth/token', token: null, body };
    const { status, body: tokens } = await client.ask<{ access_token: string }>(request);
    // An earlier try whose answer was lost used the code up.
    if (status === 200) return tokens.access_token;
  }
  throw new Error(`${email} could not sign in again.`);
}

/** Sees to it that a person whose session has run out, after a jump of the clocks say, signs in again. */
export function signInWhenOut(scene: Scene): void {
  const { client, cast } = scene;
  client.onSignedOut = (token) => {
    const person = cast.people.find((it) => it.token === token);
    if (!person) return;
    const fresh = signIn(scene, person);
    client.renew(token, fresh);
    fresh.then(
      (renewed) => (person.token = renewed),
      // Told by `renew`.
      () => {},
    );
  };
}
