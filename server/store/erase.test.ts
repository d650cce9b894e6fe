import { getTableColumns } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openerFor } from './testing/engines.ts';

const open = openerFor('sqlite');

/**
 * What becomes of each column when a member has their data deleted. Whoever adds a column decides here whether it can
 * hold anything personal: then `erase.ts` has to empty it too.
 */
const erased: Record<string, string[]> = {
  workspaces: ['name', 'domain'],
  members: ['iss', 'sub', 'email', 'name', 'pictureUrl', 'role', 'pausedAt', 'frozenAt'],
  mailboxes: ['email', 'name', 'sealedRefreshToken', 'sealedAccessToken', 'accessTokenUntil', 'historyId'],
  invitations: ['email', 'state'],
  grants: ['iss', 'sub', 'note'],
  sends: [
    ...['toEmail', 'recipientKey', 'sealedHeading', 'sealedBody', 'requestHash', 'idempotencyKey'],
    ...['sealedMessageId', 'sealedThreadId', 'historyId', 'zone', 'hours'],
  ],
  batches: ['sealedHeading', 'requestHash', 'idempotencyKey'],
  trackedSends: ['sealedLinks'],
};

/** Rows that go as a whole, or hold nothing but hashes that expire. */
const whole = [
  'events',
  'refusedKeys',
  'trackingHits',
  'authFlows',
  'authCodes',
  'refreshTokens',
  'accessTokens',
];

/** Ids, states, counts, instants, and hashes that an audit entry holds too: what other people's records refer to. */
const kept: Record<string, string[]> = {
  workspaces: ['id', 'createdAt', 'policy', 'auditSeq', 'auditHash'],
  members: ['id', 'workspaceId', 'eventSeq', 'createdAt'],
  mailboxes: [
    ...['id', 'workspaceId', 'memberId', 'state', 'disconnectReason', 'replies', 'tokenVersion'],
    ...['connectedAt', 'historyReadAt', 'nextDueAt', 'restsUntil', 'restReason', 'delegatedRestsUntil'],
    'paceAt',
  ],
  mailboxHours: ['mailboxId', 'hour', 'own', 'delegated'],
  sessionFamilies: ['id', 'memberId', 'createdAt', 'endedAt', 'endReason'],
  invitations: ['id', 'workspaceId', 'invitedBy', 'createdAt'],
  grants: [
    ...['id', 'workspaceId', 'requestorId', 'acceptorId', 'mailboxId', 'state', 'openPair', 'terms'],
    ...['termsDigest', 'createdAt', 'endsAt', 'activeSince', 'endedAt'],
  ],
  grantUsage: ['grantId', 'day', 'used'],
  sends: [
    ...['id', 'workspaceId', 'requestorId', 'acceptorId', 'mailboxId', 'grantId', 'state', 'contentHash'],
    ...[
      'unsubscribeLine',
      'inReplyTo',
      'createdAt',
      'dueAt',
      'undoUntil',
      'usageDay',
      'epoch',
      'leaseUntil',
      'firedAt',
    ],
    ...[
      'attempts',
      'sentAt',
      'endedAt',
      'failure',
      'plannedAt',
      'batchId',
      'batchRow',
      'looks',
      'reattempts',
    ],
  ],
  batches: [
    ...['id', 'workspaceId', 'requestorId', 'acceptorId', 'mailboxId', 'grantId', 'state', 'contentHash'],
    ...['total', 'createdAt', 'pausedAt', 'endedAt'],
  ],
  trackedSends: [
    ...['sendId', 'mode', 'opens', 'clicks', 'silencedAt', 'openPeople', 'openMachines', 'openUnknown'],
    ...['clickPeople', 'clickMachines', 'clickUnknown', 'firstOpenAt', 'lastOpenAt', 'firstClickAt'],
    ...['lastClickAt', 'hits', 'tellAt', 'openToldAt', 'clickToldAt'],
  ],
  watchedThreads: [
    ...['sendId', 'mailboxId', 'sentAt', 'nextLookAt', 'looks', 'repliedAt', 'autoRepliedAt', 'bouncedAt'],
    'bounceReason',
  ],
  // A wish of somebody else's, which outlives the member who wrote to them, and goes with the workspace.
  suppressions: [
    ...['id', 'workspaceId', 'recipientKey', 'email', 'source', 'byMemberId', 'sendId', 'createdAt'],
    'erasureAskedAt',
  ],
  senderDays: [
    ...['workspaceId', 'day', 'requestorId', 'acceptorId', 'sent', 'opensEach', 'opensInSums'],
    ...['clicksEach', 'clicksInSums', 'repliesLookedAt', 'opened', 'openMachines', 'openUnknown'],
    ...['clicked', 'replied', 'bounced'],
  ],
  serverSecrets: ['id', 'sealedSecret'],
  auditEntries: [
    ...['workspaceId', 'seq', 'at', 'action', 'actorId', 'subjectType', 'subjectId', 'requestorId'],
    ...['acceptorId', 'details', 'previousHash', 'hash'],
  ],
};

test('of every column it is decided whether it outlives the data of a member', async () => {
  const { t } = (await open()).read;
  for (const [table, columns] of Object.entries(t)) {
    if (whole.includes(table)) continue;
    const decided = [...(erased[table] ?? []), ...(kept[table] ?? [])];
    expect(decided.sort(), table).toEqual(Object.keys(getTableColumns(columns)).sort());
  }
});
