import type { AddressInfo } from 'node:net';
import type { Faults } from './faults.ts';
import type { NoticeAction } from './deliver.ts';
import { type MailboxMessage, putNoticeOf, readMailbox, replyFrom, type ReplySpec } from './mailbox.ts';
import { canary, type Person, type PersonSeed, seededPeople } from './people.ts';
import type { RequestRecord } from './record.ts';
import { serveStandIn } from './server.ts';
import { StandIn } from './stand-in.ts';
import type { TokenPair } from './tokens.ts';

export type { Fault, FaultKind, FaultSpec } from './faults.ts';
export type { MailboxMessage, ReplySpec } from './mailbox.ts';
export { manyPeople, seededPeople } from './people.ts';
export type { Person, PersonSeed } from './people.ts';
export type { RecordEntry } from './record.ts';
export type { TokenPair } from './tokens.ts';

export type GoogleOptions = {
  /** A free one by default. */
  port?: number;
  /** Listening address; 127.0.0.1 by default. */
  host?: string;
  /** The address that clients use, where it is not `http://<host>:<port>`; it is the issuer as well. */
  baseUrl?: string;
  /** Who has an account, besides the canary; the demo's people by default. */
  people?: PersonSeed[];
  clientId?: string;
  clientSecret?: string;
  /** The name on the consent page. */
  clientName?: string;
  /** Exact addresses; without it any http(s) address is taken. */
  redirectUris?: string[];
  /** Life of an access token; Google's 3,599 s by default. */
  accessTokenSeconds?: number;
  /** Added to every request to Google's paths. */
  latencyMs?: number;
  /** How many requests the record keeps. */
  recordLimit?: number;
};

/** What a running stand-in offers to the process it runs in. `/__control/…` offers the same over HTTP. */
export type GoogleStandIn = {
  /** Base URL without a slash at the end: `GOOGLE_BASE_URL`, and the issuer of its ID tokens. */
  url: string;
  clientId: string;
  clientSecret: string;
  record: RequestRecord;
  faults: Faults;
  /** The parsed messages of a mailbox, oldest first. */
  mailbox(email: string): Promise<MailboxMessage[]>;
  /** Somebody answers a message that they received. Throws when there is nothing to answer. */
  reply(email: string, spec: ReplySpec): Promise<{ id: string; threadId: string }>;
  /** The post says that the latest email sent in a thread came back, or is tried further. */
  notify(email: string, notice: { threadId: string; action: NoticeAction }): Promise<void>;
  /** The owner deletes a thread for good. */
  deleteThread(email: string, threadId: string): void;
  /** Lets access tokens run out now: everybody's, or one account's. */
  expireTokens(email?: string): number;
  /** The owner withdraws what the account had allowed. */
  revokeTokens(email: string): boolean;
  /** The history ids that this mailbox gave out so far are no longer known (404), as after a week. */
  expireHistory(email: string): void;
  /** A refresh and an access token without a browser. */
  issueTokens(email: string, scopes: string[]): TokenPair;
  addPeople(people: PersonSeed[]): Person[];
  /** The account is deleted and created again: same address, new `sub`, empty mailbox, no grants. */
  replaceUser(email: string): Person;
  person(email: string): Person | undefined;
  setLatency(ms: number): void;
  /** Throws if anything ever got into the first account's mailbox. */
  assertCanaryEmpty(): void;
  close(): Promise<void>;
};

/** Starts the stand-in for Google in this process. */
export async function startGoogle(options: GoogleOptions = {}): Promise<GoogleStandIn> {
  const clientId = options.clientId ?? 'behalf-demo.apps.googleusercontent.test';
  const clientSecret = options.clientSecret ?? 'demo-secret';
  const host = options.host ?? '127.0.0.1';
  // The issuer is part of the stand-in, and the port is known only once it listens.
  let standIn: StandIn | undefined;
  const server = serveStandIn(() => standIn);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = (options.baseUrl ?? `http://${host}:${port}`).replace(/\/+$/, '');
  const created = await StandIn.create({
    issuer: url,
    client: {
      id: clientId,
      secret: clientSecret,
      name: options.clientName ?? 'Behalf',
      ...(options.redirectUris !== undefined && { redirectUris: options.redirectUris }),
    },
    people: options.people ?? seededPeople,
    accessTokenSeconds: options.accessTokenSeconds ?? 3599,
    latencyMs: options.latencyMs ?? 0,
    ...(options.recordLimit !== undefined && { recordLimit: options.recordLimit }),
  });
  standIn = created;
  const { world } = created;
  return {
    url,
    clientId,
    clientSecret,
    record: created.record,
    faults: created.faults,
    mailbox: (email) => readMailbox(world, email),
    reply: async (email, spec) => {
      const person = world.directory.find(email);
      const answer = person && (await replyFrom(world, person, spec));
      if (answer?.status !== 200) throw new Error(answer?.body ?? `${email} has nothing to answer`);
      return JSON.parse(answer.body) as { id: string; threadId: string };
    },
    notify: (email, notice) => putNoticeOf(world, email.toLowerCase(), notice),
    deleteThread: (email, threadId) => world.engine.store.deleteThread(email.toLowerCase(), threadId),
    expireTokens: (email) => created.tokens.expire(email?.toLowerCase()),
    revokeTokens: (email) => created.tokens.revokeAccount(email.toLowerCase()),
    expireHistory: (email) => world.engine.store.expireHistory(email.toLowerCase()),
    issueTokens: (email, scopes) => created.issueTokens(email, scopes),
    addPeople: (people) => created.addPeople(people),
    replaceUser: (email) => created.replaceUser(email),
    person: (email) => world.directory.find(email),
    setLatency: (ms) => {
      created.latencyMs = ms;
    },
    assertCanaryEmpty: () => {
      const count = world.engine.store.messagesOf(canary.email).length;
      if (count > 0) throw new Error(`${count} message(s) got into the canary's mailbox`);
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
