import { z } from 'zod';
import { EmailAddress } from '../domain/email-address.ts';
import { suppressionSources } from '../domain/suppression.ts';
import { Id, Instant, PageQuery } from './page.ts';
import { Person } from './person.ts';

/** The most addresses that are brought in at once. */
export const maxSuppressionsAdded = 1000;

/**
 * Somebody who is not to be written to. `by` is the member who put them down, null when they asked themselves.
 * `erasureAskedAt` is when they asked to have what is stored about them deleted, as long as that is not done.
 */
export const Suppression = z.strictObject({
  id: Id,
  email: z.string(),
  source: z.enum(suppressionSources),
  by: Person.nullable(),
  createdAt: Instant,
  erasureAskedAt: Instant.nullable(),
});
export type Suppression = z.infer<typeof Suppression>;

/** One address put down by hand, or a list that is brought in: whole or not at all. */
export const AddSuppressions = z
  .strictObject({
    email: EmailAddress.optional(),
    emails: z.array(EmailAddress).min(1).max(maxSuppressionsAdded).optional(),
  })
  .refine(
    ({ email, emails }) => (email === undefined) !== (emails === undefined),
    'name one email, or emails',
  );
export type AddSuppressions = z.input<typeof AddSuppressions>;

/** What stands now for each address that was named, and how many of them are new. */
export const SuppressionsAdded = z.strictObject({ added: z.int(), items: z.array(Suppression) });
export type SuppressionsAdded = z.infer<typeof SuppressionsAdded>;

/** `search`: a part of the address, capitals aside. `erasureAsked` leaves those whose erasure is still to be done. */
export const SuppressionListQuery = PageQuery.extend({
  search: z
    .string()
    .trim()
    .min(1)
    .max(254)
    // No database keeps it, and PostgreSQL takes no question with it.
    .refine((part) => !part.includes('\0'), 'must be part of an address')
    .optional(),
  erasureAsked: z.literal('true').optional(),
});

/**
 * Emails to a recipient, whoever wrote them: `emails` can be erased (or were), `underWay` are those of which it is not
 * known yet whether they went, and stay until then.
 */
export const RecipientErasure = z.strictObject({ emails: z.int(), underWay: z.int() });
export type RecipientErasure = z.infer<typeof RecipientErasure>;

export const SuppressionExportQuery = z.strictObject({ format: z.literal('csv').default('csv') });
