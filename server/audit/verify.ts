import type { AuditVerdict } from '../../shared/api/audit.ts';
import type { z } from 'zod';
import { readAuditHead, readAuditSlice } from '../store/audit.ts';
import type { Db } from '../store/store.ts';
import { hashEntry } from './hash.ts';

const sliceLength = 1000;

/**
 * Walks a workspace's chain from its first entry and names the first one that does not fit: an edited, missing,
 * slipped in or reordered entry, or a chain that ends elsewhere than its head says. It may be appended to meanwhile:
 * what a slice shows is covered by a head read after it, and what a head covers is shown by a slice read after it.
 */
export async function verifyAudit(q: Db, workspaceId: string): Promise<z.infer<typeof AuditVerdict>> {
  let head = await readAuditHead(q, workspaceId);
  let [seq, hash] = [0, ''];
  // From below the first number there can be, or an entry before the first would not be looked at.
  for (let after = Number.MIN_SAFE_INTEGER; ; after = seq) {
    const slice = await readAuditSlice(q, workspaceId, { after, limit: sliceLength });
    if (slice.length === 0) break;
    head = await readAuditHead(q, workspaceId);
    for (const entry of slice) {
      const follows = entry.seq === seq + 1 && entry.previousHash === hash && hashEntry(entry) === entry.hash;
      const underHead = entry.seq < head.seq || (entry.seq === head.seq && entry.hash === head.hash);
      if (!follows || !underHead) return { ok: false, entries: seq, brokenAt: Math.min(entry.seq, seq + 1) };
      seq = entry.seq;
      hash = entry.hash;
    }
  }
  const whole = seq === head.seq && hash === head.hash;
  return { ok: whole, entries: seq, brokenAt: whole ? null : seq + 1 };
}
