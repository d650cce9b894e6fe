import { z } from 'zod';
import { trackingModes } from '../domain/tracking-policy.ts';

const Mode = z.enum(trackingModes);

/** What a workspace has decided about its members' emails; see `WorkspacePolicy`. Always the whole of it. */
export const Policy = z.strictObject({
  tracking: z.strictObject({ consent: Mode, unknown: Mode, elsewhere: Mode }),
  unsubscribeLine: z.boolean(),
});
export type Policy = z.infer<typeof Policy>;
