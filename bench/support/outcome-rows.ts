import { sql, type SQL } from 'drizzle-orm';
import type { Db, Store } from '../../server/store/store.ts';
import type { Owners } from './rows.ts';

const dayMs = 24 * 3_600_000;
const atOnce = 50_000;
/** Over how many days they are spread. */
export const madeDays = 365;

/**
 * Fills `sends` with `count` emails of one requestor, evenly over a year and with ids like real ones, and what became of
 * them: of each hundred 40 were opened, 8 clicked in, 5 answered, 2 came back; one in ten ended unsent. In bulk: nothing
 * of it went through the product, and what is sealed in it is not.
 */
export async function makeOutcomes(store: Store, count: number, owners: Owners): Promise<void> {
  const began = Date.now() - madeDays * dayMs;
  const stepMs = Math.floor((madeDays * dayMs) / count);
  for (let from = 0; from < count; from += atOnce)
    await store.tx((q) =>
      insertRange(q, { from, to: Math.min(count, from + atOnce), began, stepMs }, owners),
    );
  // PostgreSQL does that by itself after a while; SQLite never does.
  if (store.engine === 'postgres') await store.tx(async (q) => void (await q.rows(sql.raw('analyze'))));
}

type Range = { from: number; to: number; began: number; stepMs: number };

async function insertRange(q: Db, { from, to, began, stepMs }: Range, owners: Owners): Promise<void> {
  const { workspaceId, requestorId, senders } = owners;
  const isSqlite = q.engine === 'sqlite';
  const at = sql`(cast(${began} as bigint) + i * cast(${stepMs} as bigint))`;
  const hex = isSqlite ? sql`printf('%012x', ${at})` : sql`lpad(to_hex(${at}), 12, '0')`;
  const last = isSqlite ? sql`printf('%012x', i)` : sql`lpad(to_hex(i), 12, '0')`;
  const id = sql`substr(${hex}, 1, 8) || '-' || substr(${hex}, 9) || '-7000-8000-' || ${last}`;
  // As an erased one it can be viewed; the body is as large as an ordinary one is, sealed.
  const [heading, body] = isSqlite
    ? [sql`x''`, sql`randomblob(900)`]
    : [sql`decode('', 'hex')`, sql`decode(repeat('07', 900), 'hex')`];
  const day = isSqlite
    ? sql`strftime('%Y-%m-%d', ${at} / 1000, 'unixepoch')`
    : sql`to_char(to_timestamp(${at} / 1000) at time zone 'UTC', 'YYYY-MM-DD')`;
  const picked = (pick: (sender: Owners['senders'][number]) => string) => {
    const cases = senders.map((sender, k) => sql`when ${sql.raw(String(k))} then ${pick(sender)}`);
    return sql`case i % ${sql.raw(String(senders.length))} ${sql.join(cases, sql` `)} end`;
  };
  const numbers = sql`with recursive numbers(i) as (
    select cast(${from} as bigint) union all select i + 1 from numbers where i < ${to - 1})`;
  const of = (share: number): SQL =>
    sql`case when i * 37 % 100 < ${sql.raw(String(share))} then 1 else 0 end`;
  const mailbox = picked((it) => it.mailboxId);
  const acceptor = picked((it) => it.acceptorId);

  await q.rows(sql`
    insert into ${q.t.sends} (id, workspace_id, requestor_id, acceptor_id, mailbox_id, grant_id, state,
      idempotency_key, request_hash, to_email, recipient_key, sealed_heading, sealed_body, content_hash,
      created_at, due_at, planned_at, undo_until, usage_day, sent_at, ended_at)
    ${numbers}
    select ${id}, ${workspaceId}, ${requestorId}, ${acceptor}, ${mailbox}, ${picked((it) => it.grantId)},
      case when i % 10 = 9 then 'cancelled' else 'sent' end,
      'made-' || i, 'made', 'made-' || i || '@elsewhere.test', 'made-' || i || '@elsewhere.test',
      ${heading}, ${body}, 'made', ${at}, ${at}, ${at}, ${at}, '2020-01-01', ${at}, ${at}
    from numbers`);
  await q.rows(sql`
    insert into ${q.t.trackedSends} (send_id, mode, opens, clicks, open_people, click_people, open_machines, first_open_at)
    ${numbers}
    select ${id}, 'individual', ${isSqlite ? sql`1, 1` : sql`true, true`}, ${of(40)}, ${of(8)}, 2, ${at}
    from numbers where i % 10 <> 9`);
  await q.rows(sql`
    insert into ${q.t.watchedThreads} (send_id, mailbox_id, sent_at, replied_at, bounced_at)
    ${numbers}
    select ${id}, ${mailbox}, ${at}, case when i % 20 = 3 then ${at} end, case when i % 50 = 7 then ${at} end
    from numbers where i % 10 <> 9`);
  await q.rows(sql`
    insert into ${q.t.senderDays} (workspace_id, day, requestor_id, acceptor_id, sent, opened, clicked, replied, bounced,
      open_machines, open_unknown, opens_each, clicks_each)
    ${numbers}
    select ${workspaceId}, ${day}, ${requestorId}, ${acceptor}, count(*), sum(${of(40)}), sum(${of(8)}), 1, 1, 2, 1,
      count(*), count(*)
    from numbers where i % 10 <> 9 group by 2, 4
    on conflict (workspace_id, day, requestor_id, acceptor_id) do update set
      sent = ${q.t.senderDays}.sent + excluded.sent, opened = ${q.t.senderDays}.opened + excluded.opened`);
}
