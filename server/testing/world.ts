import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { startGoogle, type GoogleStandIn } from '../../demo/google/start.ts';
import { createAccessTokenSource } from '../accounts/access-tokens.ts';
import { sealTokens } from '../accounts/mailbox/sealed-tokens.ts';
import { admitMember } from '../accounts/sign-in/admit-member.ts';
import { createVault, newKey, parseKeys } from '../accounts/vault/index.ts';
import type { GrantActor } from '../grants/grant-actor.ts';
import { giveGrant } from '../grants/give-grant.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import { refreshSuspension } from '../grants/refresh-suspension.ts';
import type { TermsInput } from '../../shared/domain/terms.ts';
import type { Log } from '../log.ts';
import { googleEndpoints } from '../mail/gmail/endpoints.ts';
import { createGmail } from '../mail/gmail/mail.ts';
import { googleIdentity } from '../mail/gmail/oauth.ts';
import { metadataScope, sendScope } from '../mail/gmail/scopes.ts';
import { sealMail } from '../mail/sealed-mail.ts';
import { submitBatch } from '../sending/batch/submit-batch.ts';
import { createDispatcher } from '../sending/dispatcher.ts';
import { createPace, type Pace } from '../sending/pace.ts';
import { submitSend } from '../sending/submit-send.ts';
import { createTracker } from '../tracking/tracker.ts';
import { createRecipientTokens } from '../tracking/recipient-token.ts';
import { connectMailbox, findMailboxOf } from '../store/mailboxes.ts';
import type { Store } from '../store/store.ts';
import { SubmitBatch, type SubmitBatch as BatchInput } from '../../shared/api/batches.ts';
import { SubmitSend, type SubmitSend as SubmitInput } from '../../shared/api/sends.ts';

/** One stand-in for Google for a test file; its faults are cleared and its speed reset before each test. */
export function sharedGoogle(): { readonly google: GoogleStandIn } {
  let google: GoogleStandIn | undefined;
  beforeAll(async () => {
    google = await startGoogle();
  });
  beforeEach(() => {
    google!.faults.clear();
    google!.setLatency(0);
  });
  afterAll(async () => {
    google!.assertCanaryEmpty();
    await google!.close();
  });
  return {
    get google() {
      return google!;
    },
  };
}

/** Shared by all tests: each journal has names of its own, and leaves nothing that it counted. */
export const sharedHitsFolder = join(tmpdir(), 'behalf-test-hits');

/** Somebody who signed in, with the account they did it with. */
export type TestMember = GrantActor & { email: string; mailboxId: string };

/** No pace at all: what tests of anything else go at. */
const unhurried = createPace({
  perMinute: 1_000_000,
  perDay: { workspace: 1_000_000, personal: 1_000_000 },
  reservePercent: 0,
});

/** The server's parts over a real store and the running stand-in, with a clock that stands still until moved. */
export function createWorld(
  store: Store,
  google: GoogleStandIn,
  vault = createVault(parseKeys(newKey())),
  pace: Pace = unhurried,
  { publicUrl = 'http://localhost:8787', hitsFolder = sharedHitsFolder } = {},
) {
  let now = Date.now();
  const clock = () => now;
  const logged: string[] = [];
  const write = (message: string, fields?: unknown) =>
    void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log: Log = { info: write, warn: write, error: write };
  const identity = googleIdentity({
    clientId: google.clientId,
    clientSecret: google.clientSecret,
    baseUrl: google.url,
    clock,
  });
  const recipientTokens = createRecipientTokens(store, vault);
  const tracker = createTracker({ store, vault, clock, log, recipientTokens, hitsFolder });
  const deps = {
    tracker,
    hitsFolder,
    store,
    clock,
    vault,
    recipientTokens,
    identity,
    log,
    config: { publicUrl, redirectUris: [] },
  };
  const mail = sealMail(createGmail(googleEndpoints(google.url)), vault);
  const tokens = createAccessTokenSource(deps);
  const { config } = deps;
  const links = { recipientTokens, publicUrl: config.publicUrl };
  const parts = { store, clock, vault, ...links, mail, tokens, random: () => 0, log, concurrency: 32, pace };

  return {
    ...deps,
    logged,
    mail,
    tokens,
    parts,
    advance: (ms: number) => {
      now += ms;
    },
    /** Signs somebody of the stand-in up; with `connected`, their mailbox too. */
    async join(email: string, { connected = true, replies = true } = {}): Promise<TestMember> {
      const { name, sub, hd } = google.person(email)!;
      const account = { iss: google.url, sub, email, name, pictureUrl: null, hostedDomain: hd ?? null };
      const { member } = await store.tx((q) => admitMember(q, account, now));
      const mailbox = (await findMailboxOf(store.read, member.id))!;
      const joined = { memberId: member.id, workspaceId: member.workspaceId, email, mailboxId: mailbox.id };
      if (connected) await this.connect(joined, replies);
      return { ...joined, now };
    },
    async connect({ email, mailboxId }: { email: string; mailboxId: string }, replies = true): Promise<void> {
      const pair = google.issueTokens(email, replies ? [sendScope, metadataScope] : [sendScope]);
      const until = now + 3_500_000;
      const sealed = sealTokens(vault, mailboxId, {
        refreshToken: pair.refreshToken,
        accessToken: pair.accessToken,
      });
      await store.tx(async (q) => {
        const connection = { ...sealed, accessTokenUntil: until, replies, historyId: null, connectedAt: now };
        await connectMailbox(q, mailboxId, connection);
        await refreshSuspension(q, mailboxId, now);
      });
    },
    /** A live grant from `acceptor` to `requestor`. */
    async grant(acceptor: TestMember, requestor: TestMember, terms?: TermsInput) {
      return allowed(
        await giveGrant(store, { ...acceptor, now }, { requestorId: requestor.memberId, terms }),
      );
    },
    /** Submits an email as `actor`; what is left out is filled in. */
    submit: (
      actor: TestMember,
      send: Partial<SubmitInput> & Pick<SubmitInput, 'from'>,
      key: string = uuidv7(),
      undoMs = 0,
    ) =>
      submitSend(
        { store, vault, undoMs },
        { ...actor, now },
        key,
        SubmitSend.parse({ ...sampleSend, ...send }),
      ),
    /** Submits a batch as `actor`; what is left out is filled in. */
    submitBatch: (
      actor: TestMember,
      batch: Partial<BatchInput> & Pick<BatchInput, 'from'>,
      key: string = uuidv7(),
      undoMs = 0,
    ) =>
      submitBatch(
        { store, vault, undoMs },
        { ...actor, now },
        key,
        SubmitBatch.parse({ ...sampleBatch, ...batch }),
      ),
    /** Runs the dispatcher until nothing due is left. */
    async dispatchAll(): Promise<void> {
      const dispatcher = createDispatcher(parts);
      await dispatcher.start();
      await dispatcher.drain();
      await dispatcher.stop();
    },
  };
}
export type World = ReturnType<typeof createWorld>;

/** An ordinary email. */
export const sampleSend = {
  to: { email: 'jonas@candidate.test', name: 'Jonas Weber' },
  subject: 'A role you might like',
  html: '<p>Hello <b>Jonas</b>, shall we talk?</p>',
};

/** An ordinary batch. */
export const sampleBatch = {
  subject: 'A role for {{name}}',
  html: '<p>Hello <b>{{name}}</b>, what about {{city}}?</p>',
  rows: [
    { email: 'jonas@candidate.test', name: 'Jonas Weber', fields: { city: 'Berlin' } },
    { email: 'lucia@candidate.test', name: 'Lucía Pérez', fields: { city: 'Madrid' } },
    { email: 'amir@candidate.test', name: 'Amir Khan', fields: { city: 'Leeds' } },
  ],
};

/** A verb's value where a test expects it to be allowed. */
export function allowed<Value>(result: Value | Refusal): Value {
  if (isRefusal(result)) throw new Error(`Refused: ${result.refused}: ${result.message}`);
  return result;
}
/** A refusal's code where a test expects one. */
export const refusalOf = (result: unknown): string | null => (isRefusal(result) ? result.refused : null);
