import { createHash } from 'node:crypto';

/** Somebody with an account at the stand-in. `hd` is the workspace's domain; personal accounts have none. */
export type Person = {
  email: string;
  name: string;
  givenName: string;
  familyName: string;
  /** Google's permanent account id; changes only when the account is deleted and created again. */
  sub: string;
  hd?: string;
  role: string;
  /** Shown on the "Choose an account" page. */
  listed: boolean;
  /** Mode `light`: sends are checked, answered and recorded as always, but neither stored nor delivered. */
  light: boolean;
};

/** What has to be told about a person; the rest follows from it. */
export type PersonSeed = {
  email: string;
  name: string;
  hd?: string;
  role?: string;
  listed?: boolean;
  light?: boolean;
};

/** A 21-digit account id that is the same on every start, so that a demo database survives a restart. */
export function accountId(email: string, incarnation = 0): string {
  const digest = createHash('sha256').update(`${email}#${incarnation}`).digest('hex');
  return `1${(BigInt(`0x${digest}`) % 10n ** 20n).toString().padStart(20, '0')}`;
}

/** Completes a seed to a person. Addresses are kept in lower case. */
export function makePerson(seed: PersonSeed): Person {
  const email = seed.email.toLowerCase();
  const [givenName = '', ...rest] = seed.name.split(' ');
  return {
    email,
    name: seed.name,
    givenName,
    familyName: rest.join(' '),
    sub: accountId(email),
    ...(seed.hd === undefined ? {} : { hd: seed.hd }),
    role: seed.role ?? '',
    listed: seed.listed ?? true,
    light: seed.light ?? false,
  };
}

/**
 * The first account. Nobody ever uses it: emulate by itself takes every unknown token for its first user's, so
 * anything found in this mailbox means that a request got past the checks in front of it.
 */
export const canary: PersonSeed = {
  email: 'canary@canary.test',
  name: 'Canary',
  role: 'canary',
  listed: false,
};

/** The people of the demo and of the tests. */
export const seededPeople: PersonSeed[] = [
  { email: 'ravi@acme.test', name: 'Ravi Patel', hd: 'acme.test', role: 'recruiter' },
  { email: 'maya@acme.test', name: 'Maya Chen', hd: 'acme.test', role: 'hiring manager' },
  { email: 'tom@acme.test', name: 'Tom Becker', hd: 'acme.test', role: 'hiring manager' },
  { email: 'ada@acme.test', name: 'Ada Okafor', hd: 'acme.test', role: 'admin' },
  { email: 'sam@globex.test', name: 'Sam Globex', hd: 'globex.test', role: 'somebody at another company' },
  { email: 'nora.lind@gmail.test', name: 'Nora Lind', role: 'personal account' },
  { email: 'jonas@candidate.test', name: 'Jonas Weber', role: 'candidate' },
  { email: 'lucia@candidate.test', name: 'Lucía Ortega', role: 'candidate' },
  { email: 'kenji@candidate.test', name: 'Kenji Sato', role: 'candidate' },
];

/**
 * `count` unlisted people of the workspace bench.test, `bench-0@bench.test` and so on, for benchmarks.
 * `light` people's sends leave nothing in any mailbox: for loads whose mail would fill the memory.
 */
export function manyPeople(count: number, options: { light?: boolean } = {}): PersonSeed[] {
  return Array.from({ length: count }, (_, i) => ({
    email: `bench-${i}@bench.test`,
    name: `Bench ${i}`,
    hd: 'bench.test',
    role: 'benchmark',
    listed: false,
    light: options.light ?? false,
  }));
}

/** Who has an account, by address. */
export class Directory {
  readonly #people = new Map<string, Person>();
  readonly #incarnations = new Map<string, number>();

  constructor(seeds: PersonSeed[]) {
    for (const seed of [canary, ...seeds]) this.add(seed);
  }

  add(seed: PersonSeed): Person {
    const person = makePerson(seed);
    this.#people.set(person.email, person);
    return person;
  }

  /** The person behind an address; capitals and a `+tag` make no difference, as at Gmail. */
  find(address: string): Person | undefined {
    const email = address.toLowerCase();
    return this.#people.get(email) ?? this.#people.get(email.replace(/\+[^@]*(?=@)/, ''));
  }

  /** Same address, new account id: the account was deleted and created again. */
  replace(address: string): Person | undefined {
    const person = this.find(address);
    if (person === undefined) return undefined;
    const incarnation = (this.#incarnations.get(person.email) ?? 0) + 1;
    this.#incarnations.set(person.email, incarnation);
    const reborn = { ...person, sub: accountId(person.email, incarnation) };
    this.#people.set(person.email, reborn);
    return reborn;
  }

  all(): Person[] {
    return [...this.#people.values()];
  }

  listed(): Person[] {
    return this.all().filter((person) => person.listed);
  }

  /** Whether mail to this domain is ours to deliver (or to bounce). */
  hosts(domain: string): boolean {
    return this.all().some((person) => person.email.endsWith(`@${domain}`));
  }
}
