import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.ts';

/** The fields of an entry that its hash covers; changing any of them, or their order, breaks the chain. */
export type HashedEntry = {
  workspaceId: string;
  seq: number;
  at: number;
  action: string;
  actorId: string | null;
  subjectType: string;
  subjectId: string;
  requestorId: string | null;
  acceptorId: string | null;
  details: string;
  previousHash: string;
};

/** SHA-256 over the canonical JSON of an entry, as hex. */
export const hashEntry = (entry: HashedEntry): string =>
  createHash('sha256')
    .update(
      canonicalJson({
        workspaceId: entry.workspaceId,
        seq: entry.seq,
        at: entry.at,
        action: entry.action,
        actorId: entry.actorId,
        subjectType: entry.subjectType,
        subjectId: entry.subjectId,
        requestorId: entry.requestorId,
        acceptorId: entry.acceptorId,
        details: entry.details,
        previousHash: entry.previousHash,
      }),
    )
    .digest('hex');
