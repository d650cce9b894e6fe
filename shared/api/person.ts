import { z } from 'zod';
import { Id } from './page.ts';

/** A member as other members of the workspace see them. `name` is what their provider account says. */
export const Person = z.strictObject({
  id: Id,
  name: z.string(),
  email: z.string(),
  pictureUrl: z.string().nullable(),
});
export type Person = z.infer<typeof Person>;
