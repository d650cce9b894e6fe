import { eventTypes } from '../../../../shared/api/events.ts';
import type { Kit } from '../kit.ts';
import type { PeopleTables } from './people.ts';

/** What is written down for good, and what members are told. */
export function defineRecords(kit: Kit, { members }: Pick<PeopleTables, 'members'>) {
  const { table, text, oneOf, int, at, index, primaryKey } = kit;

  const auditEntries = table(
    'audit_entries',
    {
      workspaceId: text('workspace_id').notNull(),
      seq: int('seq').notNull(),
      at: at('at').notNull(),
      action: text('action').notNull(),
      actorId: text('actor_id'),
      subjectType: text('subject_type').notNull(),
      subjectId: text('subject_id').notNull(),
      requestorId: text('requestor_id'),
      acceptorId: text('acceptor_id'),
      /** Canonical JSON as text, so that what was hashed is what is stored, on both engines. */
      details: text('details').notNull(),
      previousHash: text('previous_hash').notNull(),
      hash: text('hash').notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.workspaceId, t.seq] }),
      index('audit_entries_subject').on(t.subjectId, t.seq),
    ],
  );

  const events = table(
    'events',
    {
      memberId: text('member_id')
        .notNull()
        .references(() => members.id),
      seq: int('seq').notNull(),
      type: oneOf('type', eventTypes).notNull(),
      subjectId: text('subject_id').notNull(),
      actorId: text('actor_id'),
      at: at('at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.memberId, t.seq] })],
  );

  return { auditEntries, events };
}

export type RecordsTables = ReturnType<typeof defineRecords>;
