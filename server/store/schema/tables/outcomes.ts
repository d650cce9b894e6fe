import { sql } from 'drizzle-orm';
import { agents, hitKinds, hitReasons, verdicts } from '../../../../shared/domain/hit.ts';
import { bounceReasons } from '../../../../shared/domain/reply.ts';
import { suppressionSources } from '../../../../shared/domain/suppression.ts';
import { trackingModes } from '../../../../shared/domain/tracking-policy.ts';
import type { Kit } from '../kit.ts';
import type { PeopleTables } from './people.ts';
import type { SendsTables } from './sends.ts';

/** What became of emails once they were sent: seen, answered, returned, or not wanted any more. */
export function defineOutcomes(
  kit: Kit,
  { workspaces, sends }: Pick<PeopleTables, 'workspaces'> & Pick<SendsTables, 'sends'>,
) {
  const { table, text, oneOf, int, at, bool, bytes, index, uniqueIndex, primaryKey } = kit;

  /** Made with the email, when its opens or clicks are to be seen; `aggregate` ones never get a hit of their own. */
  const trackedSends = table(
    'tracked_sends',
    {
      sendId: text('send_id')
        .primaryKey()
        .references(() => sends.id),
      mode: oneOf('mode', trackingModes).notNull(),
      opens: bool('opens').notNull(),
      clicks: bool('clicks').notNull(),
      /** The URLs of its links in their order, sealed: a redirect leads nowhere else. */
      sealedLinks: bytes('sealed_links'),
      /** Its recipient objected, or was put down by a member: nothing of it is counted from then on. */
      silencedAt: at('silenced_at'),
      openPeople: int('open_people').notNull().default(0),
      openMachines: int('open_machines').notNull().default(0),
      openUnknown: int('open_unknown').notNull().default(0),
      clickPeople: int('click_people').notNull().default(0),
      clickMachines: int('click_machines').notNull().default(0),
      clickUnknown: int('click_unknown').notNull().default(0),
      firstOpenAt: at('first_open_at'),
      lastOpenAt: at('last_open_at'),
      firstClickAt: at('first_click_at'),
      lastClickAt: at('last_click_at'),
      /** How many hits it has, and the number of its latest one. */
      hits: int('hits').notNull().default(0),
      /** When people are to be told that it was opened or clicked in, once later hits can't change that; null: nothing to tell. */
      tellAt: at('tell_at'),
      openToldAt: at('open_told_at'),
      clickToldAt: at('click_told_at'),
    },
    (t) => [index('tracked_sends_tell').on(t.tellAt)],
  );

  /** One request for a pixel or a link, and what it was taken for. No address of anybody is kept. */
  const trackingHits = table(
    'tracking_hits',
    {
      sendId: text('send_id')
        .notNull()
        .references(() => trackedSends.sendId),
      seq: int('seq').notNull(),
      kind: oneOf('kind', hitKinds).notNull(),
      /** Which link, from 0; null for the pixel. */
      link: int('link'),
      at: at('at').notNull(),
      verdict: oneOf('verdict', verdicts).notNull(),
      reason: oneOf('reason', hitReasons).notNull(),
      agent: oneOf('agent', agents).notNull(),
      /** Tells apart who asks, for some hours: a hash of network and agent under a key that changes with the day. */
      visitor: text('visitor').notNull(),
      /** Which request it was: after a kill it tells those that are counted from others of the same moment. */
      mark: text('mark'),
    },
    (t) => [primaryKey({ columns: [t.sendId, t.seq] })],
  );

  /** Threads that Behalf began or went on in, looked at for an answer, ever more seldom. One row for each email sent. */
  const watchedThreads = table(
    'watched_threads',
    {
      sendId: text('send_id')
        .primaryKey()
        .references(() => sends.id),
      mailboxId: text('mailbox_id').notNull(),
      sentAt: at('sent_at').notNull(),
      /** Null: not looked at any more. */
      nextLookAt: at('next_look_at'),
      looks: int('looks').notNull().default(0),
      repliedAt: at('replied_at'),
      autoRepliedAt: at('auto_replied_at'),
      bouncedAt: at('bounced_at'),
      bounceReason: oneOf('bounce_reason', bounceReasons),
    },
    (t) => [index('watched_threads_due').on(t.nextLookAt), index('watched_threads_mailbox').on(t.mailboxId)],
  );

  /** Who is not to be written to, by anybody of the workspace. */
  const suppressions = table(
    'suppressions',
    {
      id: text('id').primaryKey(),
      workspaceId: text('workspace_id')
        .notNull()
        .references(() => workspaces.id),
      recipientKey: text('recipient_key').notNull(),
      email: text('email').notNull(),
      source: oneOf('source', suppressionSources).notNull(),
      /** The member who put it down; null when the recipient did themselves. */
      byMemberId: text('by_member_id'),
      /** The email whose link was used. */
      sendId: text('send_id'),
      createdAt: at('created_at').notNull(),
      /** When they asked to have what is stored about them deleted; null: they did not, or it was. */
      erasureAskedAt: at('erasure_asked_at'),
    },
    (t) => [
      uniqueIndex('suppressions_recipient').on(t.workspaceId, t.recipientKey),
      index('suppressions_list').on(t.workspaceId, t.id),
      index('suppressions_erasure')
        .on(t.workspaceId, t.erasureAskedAt)
        .where(sql`erasure_asked_at is not null`),
    ],
  );

  /** What became of the emails of one day (UTC), by who wrote and as whom: what figures over time are read from. */
  const senderDays = table(
    'sender_days',
    {
      workspaceId: text('workspace_id').notNull(),
      day: text('day').notNull(),
      requestorId: text('requestor_id').notNull(),
      acceptorId: text('acceptor_id').notNull(),
      sent: int('sent').notNull().default(0),
      /** Of those, emails whose opens, or clicks, are looked at: each by itself, or in sums only. */
      opensEach: int('opens_each').notNull().default(0),
      opensInSums: int('opens_in_sums').notNull().default(0),
      clicksEach: int('clicks_each').notNull().default(0),
      clicksInSums: int('clicks_in_sums').notNull().default(0),
      /** Of those, emails whose threads are looked at for an answer, and for notices that they came back. */
      repliesLookedAt: int('replies_looked_at').notNull().default(0),
      /** Emails that a person opened or clicked in, the first time; and all hits of machines and unknown ones. */
      opened: int('opened').notNull().default(0),
      openMachines: int('open_machines').notNull().default(0),
      openUnknown: int('open_unknown').notNull().default(0),
      clicked: int('clicked').notNull().default(0),
      replied: int('replied').notNull().default(0),
      bounced: int('bounced').notNull().default(0),
    },
    (t) => [
      primaryKey({ columns: [t.workspaceId, t.day, t.requestorId, t.acceptorId] }),
      index('sender_days_requestor').on(t.requestorId, t.day),
      index('sender_days_acceptor').on(t.acceptorId, t.day),
    ],
  );

  /** Keys of the server's own that outlive `BEHALF_KEY`: what was sent out under one has to stay readable. */
  const serverSecrets = table('server_secrets', {
    id: text('id').primaryKey(),
    sealedSecret: bytes('sealed_secret').notNull(),
  });

  return { trackedSends, trackingHits, watchedThreads, suppressions, senderDays, serverSecrets };
}
