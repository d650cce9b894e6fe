import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Span } from './journal.ts';

export type Request = {
  method: string;
  path: string;
  /** Null: nobody is signed in yet. */
  token: string | null;
  body?: unknown;
  key?: string;
  /** Hang up this long after asking, so that the first answer is lost (milliseconds). */
  hangUpAfter?: number | null;
};

export type Answer<Body = unknown> = Span & {
  status: number;
  code: string | null;
  body: Body;
  /** Where it redirects to. */
  location: string | null;
  tries: number;
};

type Raw = { status: number; text: string; location: string | null };

const tryMs = 4_000;
/** Longer than any server is kept from its work. */
const stragglerMs = 10_000;
/** Longer than any disturbance, and than all of them one after the other. */
const patienceMs = 60_000;

/** Nobody answered, however often it was asked. */
export class Unanswered extends Error {
  override name = 'Unanswered';
}

/** Asks servers in turn, over kept connections, again and again until one of them answers for good. */
export class Client {
  readonly #address: () => Promise<string>;
  readonly #agent = new Agent({ keepAlive: true, timeout: 2_000 });
  readonly #onUnanswered: (what: string) => void;
  readonly #repeatedAt = new Map<string, number>();
  readonly #renewals = new Map<string, Promise<string>>();
  /** How often a request was answered with 5xx or "too many", by status and route: it was asked again. */
  readonly failures = new Map<string, number>();

  /** Somebody's token has run out, as far as nobody has said so by `renew`: whoever knows whose it is may do that now. */
  onSignedOut: (token: string) => void = () => {};

  constructor(address: () => Promise<string>, onUnanswered: (what: string) => void) {
    this.#address = address;
    this.#onUnanswered = onUnanswered;
  }

  /** "Try again" and no answer at all lead to the same request once more, with the same key. */
  async ask<Body>(request: Request): Promise<Answer<Body>> {
    const beganAt = Date.now();
    let { token } = request;
    for (let tries = 1; Date.now() < beganAt + patienceMs; tries += 1) {
      const hangUpAfter = tries === 1 ? (request.hangUpAfter ?? null) : null;
      const answer = await this.#once({ ...request, token }, hangUpAfter).catch(() => null);
      const renewal = answer?.status === 401 ? this.#renewalOf(`${token}`) : undefined;
      if (renewal !== undefined) {
        token = await renewal;
        continue;
      }
      if (answer !== null && answer.status < 500) {
        const body = (/^[{[]/.test(answer.text) ? JSON.parse(answer.text) : null) as Body;
        const code = (body as { error?: { code?: string } } | null)?.error?.code ?? null;
        if (code !== 'rate_limited') return { beganAt, endedAt: Date.now(), ...answer, code, body, tries };
      }
      for (const whose of [`${token}`, `${token} ${request.path}`]) this.#repeatedAt.set(whose, Date.now());
      if (answer !== null) this.#countFailure(answer.status, request);
      await pause(Math.min(100, 5 * tries));
    }
    const what = `${request.method} ${request.path} had no answer for ${patienceMs / 1000} s`;
    this.#onUnanswered(what);
    throw new Unanswered(what);
  }

  /** Whether a request of theirs (to `path`) that was given up may still be carried out by a server that was stopped. */
  mayHaveStragglers(token: string, path?: string): boolean {
    const whose = path === undefined ? token : `${token} ${path}`;
    return Date.now() - (this.#repeatedAt.get(whose) ?? 0) < stragglerMs;
  }

  /** A session is about to end: whoever is turned away with its token asks again with the next, once there is one. */
  renew(token: string, next: Promise<string>): void {
    this.#renewals.set(token, next);
    void next.then(
      (fresh) => this.#repeatedAt.set(fresh, this.#repeatedAt.get(token) ?? 0),
      // Whoever signs in again hears of the fault.
      () => {},
    );
  }

  #renewalOf(token: string): Promise<string> | undefined {
    if (!this.#renewals.has(token)) this.onSignedOut(token);
    return this.#renewals.get(token);
  }

  #countFailure(status: number, { method, path }: Request): void {
    const route = `${status} ${method} ${path.replace(/\?.*|[\da-f-]{36}/g, '…')}`;
    this.failures.set(route, (this.failures.get(route) ?? 0) + 1);
  }

  close(): void {
    this.#agent.destroy();
  }

  async #once({ method, path, token, body, key }: Request, hangUpAfter: number | null): Promise<Raw> {
    const { hostname, port } = new URL(await this.#address());
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    };
    return new Promise((resolve, reject) => {
      const call = httpRequest({ agent: this.#agent, hostname, port, path, method, headers }, (response) => {
        let heard = '';
        response.setEncoding('utf8').on('data', (part: string) => (heard += part));
        response.once('end', () => {
          const location = response.headers.location ?? null;
          resolve({ status: response.statusCode ?? 0, text: heard, location });
        });
        response.once('error', reject);
      });
      const timer = setTimeout(() => call.destroy(new Error('hung up')), hangUpAfter ?? tryMs);
      call.once('error', reject);
      call.once('close', () => {
        clearTimeout(timer);
        reject(new Error('cut'));
      });
      call.end(text);
    });
  }
}
