import { extendAudit, lockAuditHead } from '../store/audit.ts';
import type { Db } from '../store/store.ts';
import type { AuditAction } from './actions.ts';
import { canonicalJson } from './canonical.ts';
import { hashEntry } from './hash.ts';

/** What somebody did, to be written down in the same unit of work. `actorId` null is the system. */
export type AuditNote = {
  workspaceId: string;
  at: number;
  action: AuditAction;
  actorId: string | null;
  subjectType:
    | 'workspace'
    | 'member'
    | 'session'
    | 'mailbox'
    | 'invitation'
    | 'grant'
    | 'send'
    | 'batch'
    | 'suppression';
  subjectId: string;
  requestorId?: string | null;
  acceptorId?: string | null;
  /** Ids, states and counts. Never a token, a thread id, an address of a recipient or a word of a message. */
  details?: Record<string, unknown>;
};

/** Appends one entry to its workspace's chain. See `appendAuditAll`. */
export const appendAudit = (q: Db, note: AuditNote): Promise<void> => appendAuditAll(q, [note]);

/**
 * Appends entries to the chain of each workspace named, inside the caller's unit of work. The chain's head is locked
 * until that commits, so concurrent appends queue up instead of forking; call it last, to hold the lock shortly.
 */
export async function appendAuditAll(q: Db, notes: readonly AuditNote[]): Promise<void> {
  const workspaceIds = [...new Set(notes.map((note) => note.workspaceId))].sort();
  for (const workspaceId of workspaceIds) {
    let { seq, hash } = await lockAuditHead(q, workspaceId);
    const entries = notes
      .filter((note) => note.workspaceId === workspaceId)
      .map((note) => {
        const entry = {
          workspaceId,
          seq: (seq += 1),
          at: note.at,
          action: note.action,
          actorId: note.actorId,
          subjectType: note.subjectType,
          subjectId: note.subjectId,
          requestorId: note.requestorId ?? null,
          acceptorId: note.acceptorId ?? null,
          details: canonicalJson(note.details ?? {}),
          previousHash: hash,
        };
        hash = hashEntry(entry);
        return { ...entry, hash };
      });
    await extendAudit(q, workspaceId, entries, { seq, hash });
  }
}
