/** Who the provider says signed in or consented. `hostedDomain` is null for a personal account. */
export type ProviderAccount = {
  iss: string;
  sub: string;
  email: string;
  name: string;
  pictureUrl: string | null;
  hostedDomain: string | null;
};

/** What came back for an authorization code: the verified account and what was really granted. */
export type ProviderGrant = {
  account: ProviderAccount;
  accessToken: string;
  /** Epoch milliseconds. */
  accessTokenUntil: number;
  /** Absent when the provider gave none (consent was not asked for anew). */
  refreshToken: string | null;
  scopes: string[];
};

/** The outcome of using a refresh token: `dead` means the owner or the provider took the permission back. */
export type RefreshOutcome =
  | { outcome: 'refreshed'; accessToken: string; accessTokenUntil: number }
  | { outcome: 'dead' }
  | { outcome: 'unreachable' };

/** How a code exchange can fail: refused by the provider, not believable (iss, aud, nonce, signature), unreachable. */
export type ExchangeOutcome =
  { outcome: 'granted'; grant: ProviderGrant } | { outcome: 'refused' | 'unbelievable' | 'unreachable' };

/** The sign-in and consent half of a mail provider. Every call has a time-out and never throws for what is expected. */
export interface IdentityProvider {
  /** The consent page's address. `purpose: connect` asks for the mailbox, `signIn` only for who it is. */
  consentUrl(request: {
    purpose: 'signIn' | 'connect';
    replies: boolean;
    state: string;
    nonce: string;
    codeChallenge: string;
    redirectUri: string;
    loginHint: string | null;
  }): string;
  exchangeCode(request: {
    code: string;
    codeVerifier: string;
    nonce: string;
    redirectUri: string;
  }): Promise<ExchangeOutcome>;
  refresh(refreshToken: string): Promise<RefreshOutcome>;
  /** Takes the whole permission back at the provider; true when the provider confirmed (or knew it no more). */
  revoke(token: string): Promise<boolean>;
  /** Where the mailbox's history stands now, or null where it can't be known. Needs `gmail.metadata`. */
  readHistoryId(accessToken: string): Promise<string | null>;
}

/** What the provider made of one attempt to send. Everything that is not surely one of the first is `unclear`. */
export type SendOutcome =
  | { outcome: 'accepted'; messageId: string; threadId: string }
  | { outcome: 'unauthorised' }
  | { outcome: 'dead' }
  | { outcome: 'limited'; retryAfterMs: number | null }
  | { outcome: 'notReached' }
  | { outcome: 'refused'; reason: 'recipient' | 'message' }
  | { outcome: 'unclear' };

/** The longest a send may take at the provider before its outcome counts as unclear, answer included (milliseconds). */
export const sendTimeoutMs = 30_000;

/** What a look among the messages sent from a mailbox is about. */
export type SentQuery = {
  accessToken: string;
  /** Our own ids of the sends looked for, as `X-Behalf-Id` carries them. */
  sendIds: readonly string[];
  /** Where the mailbox's history stood before the first of those attempts; null where nobody read it. */
  historyId: string | null;
  /** When the first of those attempts began (epoch milliseconds). */
  since: number;
};

/**
 * What a look came to. What it found is there. What it did not find is not there only when it ended `whole`;
 * `unauthorised`: the access token is no longer taken, `forbidden`: this mailbox may not be looked into,
 * `incomplete`: it could not be made, or not to its end.
 */
export type SentLook = {
  found: readonly { sendId: string; messageId: string; threadId: string; at: number }[];
  end: 'whole' | 'incomplete' | 'unauthorised' | 'forbidden';
  /** The rest the provider asked for, if it did. */
  retryAfterMs: number | null;
};

/** A message of a thread as far as it is asked about: when it came, and the headers that tell who or what wrote it. */
export type ThreadMessage = {
  /** Epoch milliseconds, by the provider's clock. */
  at: number;
  /** By their names in lower case. */
  headers: Readonly<Record<string, string>>;
};

/**
 * What a look into a thread came to: what others wrote in it, oldest first, and when the provider took the send, null
 * where its owner deleted it. `gone`: the thread is no more, `unauthorised`: the access token is no longer taken,
 * `forbidden`: this mailbox may not be looked into, `later`: the provider wants rest, or could not be reached.
 */
export type ThreadLook =
  | { outcome: 'read'; sentAt: number | null; messages: readonly ThreadMessage[] }
  | { outcome: 'gone' }
  | { outcome: 'unauthorised' | 'forbidden' }
  | { outcome: 'later'; retryAfterMs: number | null };

/** The mail half of a provider. A send makes exactly one request, and no request is ever repeated by the client. */
export interface MailProvider {
  send(request: { accessToken: string; mime: Buffer; threadId: string | null }): Promise<SendOutcome>;
  /** The `Message-ID` of a message we sent (the provider rewrites it), or null where it can't be read. */
  readMessageIdHeader(request: { accessToken: string; messageId: string }): Promise<string | null>;
  /** Where the mailbox's history stands now, or null where it can't be known. Needs `gmail.metadata`. */
  readHistoryId(accessToken: string): Promise<string | null>;
  /** Looks for interrupted sends, by nothing but their mark, among messages sent since they began. */
  findSent(query: SentQuery): Promise<SentLook>;
  /** Looks who or what wrote in the thread of a send. Needs `gmail.metadata`; the words are never asked for. */
  readThread(request: { accessToken: string; threadId: string; messageId: string }): Promise<ThreadLook>;
}
