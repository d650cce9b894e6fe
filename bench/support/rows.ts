import { sql } from 'drizzle-orm';
import type { Db, Store } from '../../server/store/store.ts';

/** Whose the made sends are, and which grants and mailboxes they went through in turn. */
export type Owners = {
  workspaceId: string;
  requestorId: string;
  senders: readonly { acceptorId: string; mailboxId: string; grantId: string }[];
};

const atOnce = 50_000;
const yearMs = 365 * 24 * 3_600_000;

/**
 * Fills `sends` with `count` rows of the last year, nine in ten sent and the rest cancelled. In bulk: nothing of it went
 * through the product, and what is sealed in it is not.
 */
export async function makeSends(store: Store, count: number, owners: Owners): Promise<void> {
  const began = Date.now() - yearMs;
  for (let from = 0; from < count; from += atOnce)
    await store.tx((q) => insertRange(q, { from, to: Math.min(count, from + atOnce), count, began }, owners));
  // PostgreSQL does that by itself after a while; SQLite never does.
  if (store.engine === 'postgres') await store.tx(async (q) => void (await q.rows(sql.raw('analyze'))));
}

type Range = { from: number; to: number; count: number; began: number };

async function insertRange(q: Db, { from, to, count, began }: Range, owners: Owners): Promise<void> {
  const { workspaceId, requestorId, senders } = owners;
  const [hex, bytes] =
    q.engine === 'sqlite'
      ? [sql`printf('%012x', i)`, sql`randomblob(300)`]
      : [sql`lpad(to_hex(i), 12, '0')`, sql`decode(repeat('07', 300), 'hex')`];
  const at = sql`cast(${began} as bigint) + i * cast(${Math.floor(yearMs / count)} as bigint)`;
  const picked = (pick: (sender: Owners['senders'][number]) => string) => {
    const cases = senders.map((sender, k) => sql`when ${sql.raw(String(k))} then ${pick(sender)}`);
    return sql`case i % ${sql.raw(String(senders.length))} ${sql.join(cases, sql` `)} end`;
  };
  await q.rows(sql`
    insert into ${q.t.sends} (id, workspace_id, requestor_id, acceptor_id, mailbox_id, grant_id, state,
      idempotency_key, request_hash, to_email, recipient_key, sealed_heading, sealed_body, content_hash,
      created_at, due_at, planned_at, undo_until, usage_day, sent_at, ended_at)
    with recursive numbers(i) as (
      select cast(${from} as bigint) union all select i + 1 from numbers where i < ${to - 1})
    select ${hex}, ${workspaceId}, ${requestorId}, ${picked((it) => it.acceptorId)},
      ${picked((it) => it.mailboxId)}, ${picked((it) => it.grantId)},
      case when i % 10 = 9 then 'cancelled' else 'sent' end,
      'made-' || i, 'made', 'made-' || i || '@elsewhere.test', 'made-' || i || '@elsewhere.test',
      ${bytes}, ${bytes}, 'made', ${at}, ${at}, ${at}, ${at}, '2020-01-01', ${at}, ${at}
    from numbers`);
}
