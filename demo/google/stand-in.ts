import type { Client } from './authorize.ts';
import type { World } from './deliver.ts';
import { Engine } from './engine.ts';
import { Faults } from './faults.ts';
import { Directory, type Person, type PersonSeed } from './people.ts';
import { RequestRecord } from './record.ts';
import { type TokenPair, Tokens } from './tokens.ts';

/** What a stand-in is made of. */
export type StandInParts = {
  issuer: string;
  client: Client;
  people: PersonSeed[];
  accessTokenSeconds: number;
  latencyMs: number;
  recordLimit?: number;
};

/** Everything behind the socket: people, mailboxes, tokens, faults and the record. */
export class StandIn {
  readonly issuer: string;
  readonly client: Client;
  readonly world: World;
  readonly tokens: Tokens;
  readonly faults = new Faults();
  readonly record: RequestRecord;
  /** Added to every Gmail and token request, in milliseconds. */
  latencyMs: number;

  private constructor(parts: StandInParts, engine: Engine) {
    this.issuer = parts.issuer;
    this.client = parts.client;
    this.latencyMs = parts.latencyMs;
    this.tokens = new Tokens(parts.accessTokenSeconds);
    this.record = new RequestRecord(parts.recordLimit);
    this.world = { directory: new Directory(parts.people), engine };
    for (const person of this.world.directory.all()) engine.addPerson(person);
  }

  static async create(parts: StandInParts): Promise<StandIn> {
    return new StandIn(parts, await Engine.create(parts.issuer));
  }

  addPeople(seeds: PersonSeed[]): Person[] {
    return seeds.map((seed) => {
      const person = this.world.directory.add(seed);
      this.world.engine.addPerson(person);
      return person;
    });
  }

  /** A refresh and an access token without a browser. */
  issueTokens(email: string, scopes: string[]): TokenPair {
    return this.tokens.issuePair(this.#person(email), scopes);
  }

  /** The account is deleted, with its mail and all it had allowed, and created again under another id. */
  replaceUser(email: string): Person {
    const { email: address } = this.#person(email);
    this.tokens.revokeAccount(address);
    this.world.engine.store.emptyMailbox(address);
    return this.world.directory.replace(address) as Person;
  }

  #person(email: string): Person {
    const person = this.world.directory.find(email);
    if (person === undefined) throw new RangeError(`nobody has the address ${email}`);
    return person;
  }
}
