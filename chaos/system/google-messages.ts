import type { FaultSpec, PersonSeed, TokenPair } from '../../demo/google/start.ts';

/** A moment in the life of a request that hands an email over, as the stand-in sees it. */
export const sendMoments = ['arriving', 'accepted', 'answered'] as const;
export type SendMoment = (typeof sendMoments)[number];

/** Strike the process that makes the n-th send from now, at that moment of it. */
export type Strike = { moment: SendMoment; after: number; signal: NodeJS.Signals; withinMs: number };

/** One request that would have handed an email over, and what became of it. */
export type Receipt = {
  /** The `X-Behalf-Id`. */
  sendId: string;
  /** When it had arrived (epoch ms). */
  at: number;
  status: number;
  accepted: boolean;
  fault: string | null;
  /** The process it came from. */
  process: number;
  /** Whose mailbox, to whom, and about what. */
  from: string;
  to: string[];
  subject: string;
};

/** Somebody with an account, and tokens for their mailbox. */
export type Account = { email: string; name: string; sub: string; hd: string | null; tokens: TokenPair };

/** What the stand-in can be asked for, and what it answers. */
export type Questions = {
  people: { ask: PersonSeed[]; answer: Account[] };
  /** Stands until it is ended by the id that is answered. */
  addFault: { ask: FaultSpec; answer: string };
  endFault: { ask: string | null; answer: null };
  expireTokens: { ask: null; answer: null };
  /** Answers with the process that was struck, or null when the moment did not come in time. */
  strike: { ask: Strike; answer: number | null };
  /** Answers when every request that has arrived has come to its end. */
  settle: { ask: null; answer: null };
  /** How often this email was accepted. */
  accepted: { ask: string; answer: number };
  evidence: { ask: null; answer: { receipts: Receipt[]; canary: number; faults: Record<string, number> } };
};

export type ToGoogle = {
  [K in keyof Questions]: { n: number; kind: K; ask: Questions[K]['ask'] };
}[keyof Questions];
export type FromGoogle =
  | { url: string; clientId: string; clientSecret: string }
  | { n: number; answer: Questions[keyof Questions]['answer'] };
