import { z } from 'zod';
import { bounceReasons } from '../domain/reply.ts';
import { trackingModes } from '../domain/tracking-policy.ts';
import { Instant } from './page.ts';

/** How often an email was opened, or its links clicked, by whom it seems; `firstAt` and `lastAt` by people. */
export const HitCounts = z.strictObject({
  people: z.int(),
  machines: z.int(),
  unknown: z.int(),
  firstAt: Instant.nullable(),
  lastAt: Instant.nullable(),
});
export type HitCounts = z.infer<typeof HitCounts>;

/**
 * What became of an email that was sent. `opens` and `clicks` are null where they are not looked at, or only in sums
 * over many emails. Of a reply there is when it came, and nothing else.
 */
export const SendOutcome = z.strictObject({
  tracking: z.enum(trackingModes),
  opens: HitCounts.nullable(),
  clicks: HitCounts.nullable(),
  repliedAt: Instant.nullable(),
  autoRepliedAt: Instant.nullable(),
  bouncedAt: Instant.nullable(),
  bounceReason: z.enum(bounceReasons).nullable(),
});
export type SendOutcome = z.infer<typeof SendOutcome>;

/** What a list of emails can be asked for: what a person did about it, that it came back, or that nothing is known of it. */
export const outcomeFilters = ['opened', 'clicked', 'replied', 'bounced', 'none'] as const;
export type OutcomeFilter = (typeof outcomeFilters)[number];
