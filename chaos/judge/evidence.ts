import { openStore } from '../../server/store/open.ts';
import { verifyAudit } from '../../server/audit/verify.ts';
import type { Db } from '../../server/store/store.ts';
import type { Journal } from '../history/journal.ts';
import type { Stall } from '../mischief/rig.ts';
import type { Receipt } from '../system/google-messages.ts';
import type { Cast } from '../system/people.ts';

type Row<Table extends keyof Db['t']> = Db['t'][Table]['$inferSelect'];

/** What is in the database at rest. */
export type Stored = {
  sends: Omit<Row<'sends'>, 'sealedHeading' | 'sealedBody' | 'sealedMessageId' | 'sealedThreadId'>[];
  batches: Omit<Row<'batches'>, 'sealedHeading'>[];
  grants: Row<'grants'>[];
  usage: Row<'grantUsage'>[];
  mailboxes: Omit<Row<'mailboxes'>, 'sealedRefreshToken' | 'sealedAccessToken'>[];
  members: Row<'members'>[];
  /** In the order of each company's chain. */
  audit: Row<'auditEntries'>[];
  events: Row<'events'>[];
  /** Where each company's chain is broken; empty when all are whole. */
  brokenChains: string[];
};

/** Everything a run is judged by: what people were told, what the provider saw, and what is stored. */
export type Evidence = {
  cast: Cast;
  journal: Journal;
  receipts: Receipt[];
  canary: number;
  stalls: Stall[];
  mishaps: string[];
  stored: Stored;
  /** What the servers' clocks say at the end (epoch ms). */
  now: number;
};

/** Reads all that is judged, once no server has the database any more. */
export async function readStored(databaseUrl: string): Promise<Stored> {
  const store = await openStore(databaseUrl);
  const { read: q } = store;
  const { t } = q;
  try {
    const brokenChains: string[] = [];
    for (const { id } of await q.select({ id: t.workspaces.id }).from(t.workspaces)) {
      const verdict = await verifyAudit(q, id);
      if (!verdict.ok) brokenChains.push(`the chain of ${id} is broken at ${verdict.brokenAt}`);
    }
    const { auditEntries, events } = t;
    return {
      sends: await q.select().from(t.sends).orderBy(t.sends.id),
      batches: await q.select().from(t.batches).orderBy(t.batches.id),
      grants: await q.select().from(t.grants),
      usage: await q.select().from(t.grantUsage),
      mailboxes: await q.select().from(t.mailboxes),
      members: await q.select().from(t.members),
      audit: await q.select().from(auditEntries).orderBy(auditEntries.workspaceId, auditEntries.seq),
      events: await q.select().from(events).orderBy(events.memberId, events.seq),
      brokenChains,
    };
  } finally {
    await store.close();
  }
}
