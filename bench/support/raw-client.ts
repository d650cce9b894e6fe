import { Agent, request } from 'node:http';
import { mimeOf } from './mail.ts';
import type { BenchPerson } from './google-messages.ts';

/** The same send as a bare HTTP request over kept connections: what the stand-in itself can take. */
export function rawClient(rootUrl: string, people: readonly BenchPerson[]) {
  const agent = new Agent({ keepAlive: true, timeout: 2_000 });
  const { hostname, port } = new URL(rootUrl);
  let made = 0;
  return {
    /** Makes a request to send; that is not part of what is measured. */
    async prepare() {
      const i = made++;
      const person = people[i % people.length]!;
      const id = `raw-${i}`;
      const mime = await mimeOf(id, person, i);
      return {
        id,
        token: person.tokens.accessToken,
        body: JSON.stringify({ raw: mime.toString('base64url') }),
      };
    },
    send({ token, body }: { token: string; body: string }): Promise<void> {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      };
      const path = '/gmail/v1/users/me/messages/send';
      return new Promise((resolve, reject) => {
        const call = request({ agent, hostname, port, path, method: 'POST', headers }, (response) => {
          response.resume();
          response.once('end', () =>
            response.statusCode === 200
              ? resolve()
              : reject(new Error(`It answered ${response.statusCode}.`)),
          );
        });
        call.once('error', reject);
        call.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}
