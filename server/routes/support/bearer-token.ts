import type { Context } from 'hono';

/** The token a request carries (RFC 6750 §2.1), or null. Whether it is worth anything is for the database to say. */
export const bearerToken = (c: Context): string | null =>
  /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? null;
