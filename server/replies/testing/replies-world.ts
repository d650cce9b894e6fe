import type { GoogleStandIn } from '../../../demo/google/start.ts';
import { listEvents } from '../../store/events.ts';
import { findSendOf, type SendRow } from '../../store/sends.ts';
import type { Store } from '../../store/store.ts';
import { findWatch, readNextWatch } from '../../store/watched-threads.ts';
import { allowed, createWorld, type TestMember, type World } from '../../testing/world.ts';
import { lookAtThreads } from '../look-at-threads.ts';

/** Ravi, who may send as Maya, and a candidate who may answer: what the tests of replies begin with. */
export async function repliesWorld(
  store: Store,
  google: GoogleStandIn,
  { replies = true, world = createWorld(store, google) }: { replies?: boolean; world?: World } = {},
) {
  const ravi = await world.join('ravi@acme.test');
  const maya = await world.join('maya@acme.test', { replies });
  const grant = await world.grant(maya, ravi);
  const from = { grantId: grant.id };
  const began = google.record.last;
  const row = async ({ id }: { id: string }) => (await findSendOf(store.read, id, ravi.memberId))!;
  const watch = ({ id }: { id: string }) => findWatch(store.read, id);

  return {
    ...{ world, store, google, ravi, maya, grant, from, row, watch },
    /** An email that went out. */
    async send(more: Partial<Parameters<World['submit']>[1]> = {}): Promise<SendRow> {
      const send = allowed(await world.submit(ravi, { from, ...more }));
      await world.dispatchAll();
      return row(send);
    },
    /** A follow-up that waits until `inMs` from now. */
    follow: async (earlier: { id: string }, inMs: number): Promise<SendRow> =>
      allowed(
        await world.submit(ravi, {
          from,
          inReplyTo: earlier.id,
          sendAt: new Date(world.clock() + inMs).toISOString(),
        }),
      ),
    /** Looks at all that is due at the instant of the clock. */
    look: () => lookAtThreads(world.parts),
    /** Moves the clock to when the next look is due, and looks. */
    async lookNext(): Promise<number> {
      const next = await readNextWatch(store.read);
      if (next === null) return 0;
      world.advance(Math.max(0, next - world.clock()));
      return lookAtThreads(world.parts);
    },
    /** What Gmail calls the thread of the latest email that Maya's mailbox sent. */
    threadId: async (): Promise<string> =>
      (await google.mailbox('maya@acme.test')).findLast(({ labels }) => labels.includes('SENT'))!.threadId,
    /** The looks at threads that Gmail has seen since this world began. */
    looksMade: () => google.record.since(began).filter(({ path }) => path.includes('/threads/')),
    /** What somebody was told of a kind. */
    told: async (who: TestMember, type: string) =>
      (await listEvents(store.read, who.memberId, { after: 0, limit: 500 })).filter(
        (event) => event.type === type,
      ),
    days: () => store.read.select().from(store.read.t.senderDays),
  };
}
