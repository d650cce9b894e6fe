import type { AuditVerdict } from '../../shared/api/audit.ts';
import type { z } from 'zod';
import { readAuditHead, readAuditSlice } from '../store/audit.ts';
import type { Db } from '../store/store.ts';
import { hashEntry } from './hash.ts';

const sliceLength = 1000;

/**
 * Walks a workspace's chain from its first entry and names the first one that does not fit: an edited, missing,
 * inserted or reordered entry, or a chain shorter than its head says.
 */
export async function verifyAudit(q: Db, workspaceId: string): Promise<z.infer<typeof AuditVerdict>> {
  const head = await readAuditHead(q, workspaceId);
  let seq = 0;
  let hash = '';
  for (;;) {
    const slice = await readAuditSlice(q, workspaceId, { after: seq, limit: sliceLength });
    for (const entry of slice) {
      const fits = entry.seq === seq + 1 && entry.previousHash === hash && hashEntry(entry) === entry.hash;
      if (!fits) return { ok: false, entries: seq, brokenAt: seq + 1 };
      seq = entry.seq;
      hash = entry.hash;
    }
    if (slice.length < sliceLength) break;
  }
  const whole = seq === head.seq && hash === head.hash;
  return { ok: whole, entries: seq, brokenAt: whole ? null : seq + 1 };
}
