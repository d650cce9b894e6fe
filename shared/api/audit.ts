import { z } from 'zod';
import { Id, Instant } from './page.ts';

/** One entry of the workspace's audit chain. `hash` covers every field here and `previousHash`. */
export const AuditEntry = z.strictObject({
  seq: z.int(),
  at: Instant,
  action: z.string(),
  actor: z.strictObject({ id: Id, name: z.string() }).nullable(),
  subjectType: z.string(),
  subjectId: Id,
  details: z.record(z.string(), z.unknown()),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/**
 * A file of entries, oldest first: at most 10,000 beyond the number `after`. Whoever wants all asks again with the last
 * `seq` until none are left.
 */
export const AuditExportQuery = z.strictObject({
  format: z.enum(['jsonl', 'csv']).default('jsonl'),
  after: z
    .string()
    .regex(/^\d{1,15}$/)
    .default('0'),
});

/** Whether the chain is whole; if not, the first entry that does not fit. */
export const AuditVerdict = z.strictObject({
  ok: z.boolean(),
  entries: z.int(),
  brokenAt: z.int().nullable(),
});
