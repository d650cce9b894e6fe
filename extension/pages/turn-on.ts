import type { Permissions } from '../platform/permissions.ts';
import type { Client } from '../ui/client.ts';

/** The pattern of a whole site, as the browser's permission prompt wants it. */
export const patternOf = (origin: string): string => `${origin}/*`;

/** Asks the browser's permission for a site straight from the person's click, then turns Behalf on there. */
export const turnOn =
  (client: Client, permissions: Permissions) =>
  async (origin: string, event: Event): Promise<boolean> => {
    if (!event.isTrusted) return false;
    // First, and without waiting for anything before it: the browser only asks while the click is fresh.
    if (!(await permissions.request(patternOf(origin)).catch(() => false))) return false;
    return (await client.ask('sites:set', { origin, on: true })).ok;
  };
