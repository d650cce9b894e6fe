import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { GoogleProcess } from './google-process.ts';
import { html, recipient, subject } from './mail.ts';
import type { Sender } from './seed.ts';

export type BehalfClient = ReturnType<typeof behalfClient>;

/** Sends through Behalf's HTTP interface over kept connections, and knows when the stand-in has taken each send. */
export function behalfClient(
  serverUrl: string,
  accessToken: string,
  senders: readonly Sender[],
  google: GoogleProcess,
) {
  // Idle connections are given up before the server (5 s) does so in the middle of a request.
  const agent = new Agent({ keepAlive: true, timeout: 2_000 });
  const { hostname, port } = new URL(serverUrl);
  let made = 0;

  const post = (body: string): Promise<{ id: string }> =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${accessToken}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'idempotency-key': randomUUID(),
      };
      const options = { agent, hostname, port, path: '/v1/sends', method: 'POST', headers };
      const call = request(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.once('end', () => {
          if (response.statusCode === 202) resolve(JSON.parse(text) as { id: string });
          else reject(new Error(`POST /v1/sends answered ${response.statusCode}: ${text}`));
        });
      });
      call.once('error', reject);
      call.end(body);
    });

  return {
    /** Posts one send and resolves with its id when the stand-in has taken it. */
    async send(): Promise<string> {
      const i = made++;
      const { grantId } = senders[i % senders.length]!;
      const { id } = await post(JSON.stringify({ from: { grantId }, to: recipient(i), subject, html }));
      await google.accepted(id);
      return id;
    },
    close: () => agent.destroy(),
  };
}
