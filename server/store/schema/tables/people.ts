import { roles } from '../../../../shared/api/me.ts';
import type { WorkspacePolicy } from '../../../../shared/domain/tracking-policy.ts';
import type { Kit } from '../kit.ts';

/** Companies, who belongs to them, and who was asked to. */
export function definePeople(kit: Kit) {
  const { table, text, oneOf, int, at, json, index, uniqueIndex } = kit;

  const workspaces = table('workspaces', {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    domain: text('domain').unique(),
    createdAt: at('created_at').notNull(),
    /** Null: nothing was decided, and the default holds. */
    policy: json<WorkspacePolicy>('policy'),
    auditSeq: int('audit_seq').notNull().default(0),
    auditHash: text('audit_hash').notNull().default(''),
  });

  const members = table(
    'members',
    {
      id: text('id').primaryKey(),
      workspaceId: text('workspace_id')
        .notNull()
        .references(() => workspaces.id),
      iss: text('iss').notNull(),
      sub: text('sub').notNull(),
      email: text('email').notNull(),
      name: text('name').notNull(),
      pictureUrl: text('picture_url'),
      role: oneOf('role', roles).notNull(),
      pausedAt: at('paused_at'),
      frozenAt: at('frozen_at'),
      eventSeq: int('event_seq').notNull().default(0),
      createdAt: at('created_at').notNull(),
    },
    (t) => [
      uniqueIndex('members_account').on(t.iss, t.sub),
      index('members_workspace').on(t.workspaceId, t.id),
      index('members_email').on(t.email),
    ],
  );

  const invitations = table(
    'invitations',
    {
      id: text('id').primaryKey(),
      workspaceId: text('workspace_id')
        .notNull()
        .references(() => workspaces.id),
      email: text('email').notNull(),
      invitedBy: text('invited_by').notNull(),
      state: oneOf('state', ['open', 'accepted', 'declined', 'withdrawn'] as const).notNull(),
      createdAt: at('created_at').notNull(),
    },
    (t) => [
      index('invitations_email').on(t.email, t.state),
      index('invitations_workspace').on(t.workspaceId),
    ],
  );

  return { workspaces, members, invitations };
}

export type PeopleTables = ReturnType<typeof definePeople>;
