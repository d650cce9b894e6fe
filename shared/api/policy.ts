import { z } from 'zod';
import { trackingModes } from '../domain/tracking-policy.ts';

const Mode = z.enum(trackingModes);

/** What a workspace has decided about its members' emails; see `WorkspacePolicy`. Always the whole of it. */
export const Policy = z.strictObject({
  tracking: z.strictObject({ consent: Mode, unknown: Mode, elsewhere: Mode }),
  unsubscribeLine: z.boolean(),
});
export type Policy = z.infer<typeof Policy>;

/**
 * What is to hold from now on. `from` is what it was decided instead of: when something else holds by now, nothing is
 * changed. Without it whatever holds is replaced.
 */
export const ChangePolicy = Policy.extend({ from: Policy.optional() });
export type ChangePolicy = z.infer<typeof ChangePolicy>;
