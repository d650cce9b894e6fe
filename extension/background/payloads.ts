import { z } from 'zod';
import { PreviewBatch, SubmitBatch } from '../../shared/api/batches.ts';
import { AcceptGrant, GiveGrant, RequestGrant } from '../../shared/api/grants.ts';
import { DeleteMe } from '../../shared/api/me.ts';
import { grantSides } from '../../shared/api/grants.ts';
import { outcomeFilters } from '../../shared/api/outcomes.ts';
import { Day, Id } from '../../shared/api/page.ts';
import { ChangePolicy } from '../../shared/api/policy.ts';
import { statsGroups } from '../../shared/api/stats.ts';
import { sendStates } from '../../shared/domain/send-state.ts';
import { ApproveSend, IdempotencyKey, maxBodyLength, ResolveSend } from '../../shared/api/sends.ts';
import { EditSend, SubmitSend } from '../../shared/api/sends.ts';
import { ConnectMailbox } from '../../shared/api/mailboxes.ts';
import type { Messages, MessageType } from '../../shared/messages/messages.ts';
import {
  longestCell,
  maxSuppressionsImported,
  maxSuppressionsShown,
} from '../../shared/domain/suppression.ts';
import { ownPages, type notificationKinds } from '../../shared/messages/site-messages.ts';
import { surfaceNames } from '../../shared/messages/surface-messages.ts';

const nothing = z.undefined();
const byId = z.strictObject({ id: Id });
const token = z.string().min(20).max(100);
const submit = z.strictObject({ key: IdempotencyKey, send: SubmitSend });
const approve = ApproveSend.extend({ id: Id });

const whose = {
  side: z.enum(grantSides),
  from: Day,
  sender: Id.optional(),
  requestor: Id.optional(),
};
const wanted = z.strictObject({
  ...whose,
  state: z.enum(sendStates).optional(),
  outcome: z.enum(outcomeFilters).optional(),
  others: z.boolean().optional(),
});

/** What each message may carry, checked before a handler sees it. Unknown fields are refused. */
export const payloads: { [Type in MessageType]: z.ZodType<Messages[Type]['payload'], unknown> } = {
  'session:read': nothing,
  'session:signIn': nothing,
  'session:signOut': nothing,
  'session:deletion': nothing,
  'session:delete': DeleteMe,
  'team:list': nothing,
  'grants:list': nothing,
  'grants:request': RequestGrant,
  'grants:give': GiveGrant,
  'grants:accept': AcceptGrant.extend({ id: Id }),
  'grants:decline': byId,
  'grants:withdraw': byId,
  'grants:revoke': byId,
  'grants:leave': byId,
  'pause:set': z.strictObject({ paused: z.boolean() }),
  'mailboxes:list': nothing,
  'mailboxes:connect': ConnectMailbox,
  'mailboxes:disconnect': byId,
  'senders:list': nothing,
  'sends:submit': submit,
  'sends:read': byId,
  'sends:cancel': byId,
  'sends:list': nothing,
  'sends:resolve': ResolveSend.extend({ id: Id }),
  'sends:confirm': submit.extend({ senderName: z.string().max(500) }),
  'sends:waiting': nothing,
  'sends:content': byId,
  'sends:approve': approve,
  'sends:reject': byId,
  'sends:edit': z.strictObject({ id: Id, edit: EditSend }),
  'sends:find': wanted.extend({ count: z.int().min(1).max(500) }),
  'sends:save': wanted,
  'stats:read': z.strictObject({ ...whose, to: Day, by: z.enum(statsGroups) }),
  'batches:begin': z.strictObject({
    grantId: Id,
    subject: z.string().max(1000),
    html: z.string().max(maxBodyLength),
  }),
  'batches:template': z.strictObject({ token }),
  'batches:preview': PreviewBatch,
  'batches:submit': z.strictObject({ key: IdempotencyKey, batch: SubmitBatch }),
  'batches:list': z.strictObject({ limit: z.int().min(1).max(200) }),
  'batches:read': byId,
  'batches:sends': byId,
  'batches:pause': byId,
  'batches:resume': byId,
  'batches:cancel': byId,
  'batches:approve': approve,
  'batches:reject': byId,
  'policy:read': nothing,
  'policy:change': ChangePolicy.required(),
  'tracking:choice': nothing,
  'suppressions:list': z.strictObject({
    search: z.string().max(254),
    limit: z.int().min(1).max(maxSuppressionsShown),
  }),
  'suppressions:add': z.strictObject({ email: z.string().max(1000) }),
  'suppressions:addAll': z.strictObject({
    cells: z.array(z.string().max(longestCell)).min(1).max(maxSuppressionsImported),
  }),
  'suppressions:remove': byId,
  'suppressions:file': nothing,
  'erasure:asked': nothing,
  'erasure:read': byId,
  'erasure:do': byId,
  'sites:list': nothing,
  'sites:set': z.strictObject({ origin: z.string().max(300), on: z.boolean() }),
  'settings:read': nothing,
  'settings:server': z.strictObject({ serverUrl: z.string().max(300) }),
  'settings:notifications': z.strictObject({
    requests: z.boolean(),
    approvals: z.boolean(),
    answers: z.boolean(),
    digest: z.boolean(),
    mailbox: z.boolean(),
    sends: z.boolean(),
    replies: z.boolean(),
  } satisfies Record<(typeof notificationKinds)[number], unknown>),
  'surfaces:load': z.strictObject({ which: z.enum(surfaceNames) }),
  'pages:confirm': z.union([z.strictObject({ give: GiveGrant }), z.strictObject({ accept: Id })]),
  'pages:open': z.strictObject({
    page: z.enum(ownPages),
    grantId: Id.optional(),
    sendId: Id.optional(),
    batchId: Id.optional(),
  }),
  'confirm:read': z.strictObject({ token }),
  'confirm:answer': z.strictObject({ token, yes: z.boolean() }),
};
