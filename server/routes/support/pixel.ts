import type { Context } from 'hono';
import type { AppEnv } from './env.ts';

/** One transparent pixel as GIF89a: 43 bytes. */
const gif = Uint8Array.from(
  Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64'),
);

/** The picture that every pixel is answered with, also one that is none of ours: nobody learns which are. */
export const answerPixel = (c: Context<AppEnv>) =>
  c.body(gif, 200, { 'Content-Type': 'image/gif', 'Cross-Origin-Resource-Policy': 'cross-origin' });
