import { z } from 'zod';
import { batchStates, maxBatchRows } from '../domain/batch-state.ts';
import { EmailAddress } from '../domain/email-address.ts';
import { headerText } from '../domain/header-text.ts';
import { sendStates } from '../domain/send-state.ts';
import { Id, Instant, PageQuery } from './page.ts';
import { Person } from './person.ts';
import { grantSides } from './grants.ts';
import { ContentHash, maxBodyLength, SendFrom, Track } from './sends.ts';
import { timing } from './timing.ts';

/** A field's name as it stands between `{{` and `}}`: letters, digits, `_`, `-` and spaces within. */
export const FieldName = z.string().regex(/^[\p{L}\d_-]([\p{L}\d_ -]{0,58}[\p{L}\d_-])?$/u);

/** The most fields a row may fill, and the longest value of one (UTF-16 units). */
export const maxFields = 50;
export const maxFieldLength = 2000;

/** The most that all emails of a batch may hold together (UTF-16 units of HTML, filled in). */
export const maxBatchLength = 20_000_000;

const Template = { subject: headerText(500), html: z.string().max(maxBodyLength) };

/**
 * One recipient and what fills the template for them. `email` and `name` also fill `{{email}}` and `{{name}}`, unless
 * `fields` has them.
 */
export const BatchRow = z.strictObject({
  email: EmailAddress,
  name: headerText(200).optional(),
  fields: z
    .record(FieldName, z.string().max(maxFieldLength))
    .refine((fields) => Object.keys(fields).length <= maxFields, `must be at most ${maxFields}`)
    .default({}),
});

/** One template to many recipients, from one sender. */
export const SubmitBatch = z.strictObject({
  from: SendFrom,
  ...Template,
  rows: z.array(BatchRow).min(1).max(maxBatchRows),
  ...timing,
  track: Track.default({ opens: false, clicks: false }),
});
export type SubmitBatch = z.input<typeof SubmitBatch>;

/** Rows as they were pasted: what is wrong with one is said beside it instead of refusing all. */
export const PreviewBatch = SubmitBatch.extend({
  rows: z
    .array(
      z.strictObject({
        email: z.string().max(1000),
        name: z.string().max(1000).optional(),
        fields: z.record(z.string().max(1000), z.string().max(10_000)).default({}),
      }),
    )
    .min(1)
    .max(maxBatchRows),
});
export type PreviewBatch = z.input<typeof PreviewBatch>;

/**
 * What can be wrong with a row. `recent` is a warning, the others keep a batch from being sent while the row is in it;
 * of a `duplicate` the first row is fine.
 */
export const rowProblems = [
  'invalid_address',
  'invalid_name',
  'unfilled',
  'invalid_field',
  'recipient_not_allowed',
  'recipient_suppressed',
  'duplicate',
  'recent',
] as const;

/**
 * One thing to know about a row. `field` for `unfilled` and `invalid_field`; `row` (from 0) of the first one with the
 * same address for `duplicate`; `at` and `by` (who wrote, as whom) of the latest email for `recent`.
 */
export const RowProblem = z.strictObject({
  kind: z.enum(rowProblems),
  field: z.string().optional(),
  row: z.int().optional(),
  at: Instant.optional(),
  by: z.string().optional(),
});
export type RowProblem = z.infer<typeof RowProblem>;

/**
 * A row as it would go out, and what is wrong with it. Subject and HTML are filled in (where something is to fill in
 * with) and sanitised; `html` is empty where the answer would become too long. `dueAt` is when, null for one that can't.
 */
export const PreviewRow = z.strictObject({
  row: z.int(),
  email: z.string(),
  name: z.string().nullable(),
  subject: z.string(),
  html: z.string(),
  dueAt: Instant.nullable(),
  problems: z.array(RowProblem),
});
export type PreviewRow = z.infer<typeof PreviewRow>;

/**
 * What a batch would do. `rows` are those with a problem and the first few without. `fields` are all that the template
 * names; `sendable` counts the rows that nothing keeps from going; `overCap` how many go on a later day because of the
 * grant's daily cap; `lastAt` when the last one goes at the earliest, pace and cap included.
 */
export const BatchPreview = z.strictObject({
  total: z.int(),
  sendable: z.int(),
  fields: z.array(z.string()),
  rows: z.array(PreviewRow),
  overCap: z.int(),
  lastAt: Instant.nullable(),
  approval: z.boolean(),
});
export type BatchPreview = z.infer<typeof BatchPreview>;

/** How many emails of a batch are in each state. */
const Counts = z.strictObject(
  Object.fromEntries(sendStates.map((state) => [state, z.int()])) as Record<
    (typeof sendStates)[number],
    z.ZodInt
  >,
);

/** A batch and how far it is. `done` when each of its emails has come to its end. */
export const Batch = z.strictObject({
  id: Id,
  state: z.enum([...batchStates, 'done']),
  grantId: Id.nullable(),
  mailboxId: Id,
  requestor: Person,
  acceptor: Person,
  subject: z.string(),
  total: z.int(),
  counts: Counts,
  contentHash: ContentHash,
  createdAt: Instant,
  endedAt: Instant.nullable(),
});
export type Batch = z.infer<typeof Batch>;

/** The acceptor's yes to every email of a batch that waits for it names them all by their combined hash. */
export const ApproveBatch = z.strictObject({ contentHash: ContentHash });

export const BatchListQuery = PageQuery.extend({ side: z.enum(grantSides).optional() });
