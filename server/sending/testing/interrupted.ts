import type { FaultKind, GoogleStandIn } from '../../../demo/google/start.ts';
import { storeConnection } from '../../accounts/mailbox/store-connection.ts';
import type { TermsInput } from '../../../shared/domain/terms.ts';
import { metadataScope, sendScope } from '../../mail/gmail/scopes.ts';
import { listEvents } from '../../store/events.ts';
import { readNextLook } from '../../store/looks.ts';
import { findMailbox } from '../../store/mailboxes.ts';
import { findSendOf, type SendRow } from '../../store/sends.ts';
import type { Store } from '../../store/store.ts';
import { allowed, createWorld, type TestMember } from '../../testing/world.ts';
import { conclusiveAfterMs } from '../look-times.ts';
import { reconcileSends } from '../reconcile.ts';

/** Ravi, who may send as Maya, and a Gmail that loses answers: what the tests of looking for sends begin with. */
export async function interruptedWorld(
  store: Store,
  google: GoogleStandIn,
  { replies = true, terms }: { replies?: boolean; terms?: TermsInput } = {},
) {
  const world = createWorld(store, google);
  const ravi = await world.join('ravi@acme.test');
  const maya = await world.join('maya@acme.test', { replies });
  const grant = await world.grant(maya, ravi, terms);
  const began = google.record.last;
  const act = (who: TestMember) => ({ ...who, now: world.clock() });
  const submit = async () => allowed(await world.submit(ravi, { from: { grantId: grant.id } }));
  const row = async (send: SendRow) => (await findSendOf(store.read, send.id, ravi.memberId))!;

  return {
    ...{ world, store, google, ravi, maya, grant, act, submit, row },
    /** An email whose handing over is hit by a fault. */
    async interrupt(kind: FaultKind, ms?: number): Promise<SendRow> {
      google.faults.add({
        kind,
        match: { path: '/messages/send' },
        times: 1,
        ...(ms !== undefined && { ms }),
      });
      const send = await submit();
      await world.dispatchAll();
      return row(send);
    },
    /** Looks once, at the instant of the clock. */
    look: () => reconcileSends(world.parts, world.clock()),
    /** Moves the clock to when the next look is due, and looks. False when none is to come. */
    async lookNext(): Promise<boolean> {
      const next = await readNextLook(store.read);
      if (next === null) return false;
      world.advance(Math.max(0, next - world.clock()));
      await reconcileSends(world.parts, world.clock());
      return true;
    },
    /** Moves the clock to where absence tells, and looks. */
    async lookWhenSure(): Promise<void> {
      world.advance(conclusiveAfterMs);
      await reconcileSends(world.parts, world.clock());
    },
    /** How often Gmail took it. */
    accepted: (send: SendRow) => google.record.acceptedByBehalfId().get(send.id) ?? 0,
    /** What Gmail was asked for since the world began. */
    record: () => google.record.since(began),
    /** What a member was told about a send, oldest first. */
    told: async (who: TestMember, send: SendRow) =>
      (await listEvents(store.read, who.memberId, { after: 0, limit: 1000 }))
        .filter(({ subjectId }) => subjectId === send.id)
        .map(({ type }) => type),
    /** The owner connects the mailbox again. */
    async reconnect({ replies: withReplies = true } = {}): Promise<void> {
      const pair = google.issueTokens(maya.email, withReplies ? [sendScope, metadataScope] : [sendScope]);
      const mailbox = (await findMailbox(store.read, maya.mailboxId))!;
      const tokens = { ...pair, accessTokenUntil: world.clock() + 3_500_000 };
      const consent = { memberId: maya.memberId, mailbox, tokens, replies: withReplies, historyId: null };
      await storeConnection(world, consent);
    },
  };
}
export type InterruptedWorld = Awaited<ReturnType<typeof interruptedWorld>>;
