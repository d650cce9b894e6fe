import type { TokenPair } from '../../demo/google/start.ts';

/** Somebody of the stand-in with tokens for sending. */
export type BenchPerson = {
  email: string;
  name: string;
  sub: string;
  hd: string | null;
  tokens: TokenPair;
};

export type ToGoogle = { latency: number } | { people: number } | { takeCounts: true };

export type FromGoogle =
  | { url: string; clientId: string; clientSecret: string }
  | { people: BenchPerson[] }
  | { counts: [id: string, times: number][] }
  | { done: true }
  /** A send was taken: its `X-Behalf-Id`. */
  | { accepted: string };
