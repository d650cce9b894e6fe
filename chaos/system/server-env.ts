import type { GoogleProcess } from './google-process.ts';

const extensionId = 'abcdefghijklmnopabcdefghijklmnop';
/** Where a sign-in ends. */
export const redirectUri = `https://${extensionId}.chromiumapp.org/cb`;

/** The environment of every server. A handful of clients stand for a whole company here, so limits are far away. */
export const serverEnv = (
  { url, clientId, clientSecret }: GoogleProcess,
  { databaseUrl, key }: { databaseUrl: string; key: string },
): Record<string, string> => ({
  PORT: '0',
  PUBLIC_URL: 'https://behalf.test',
  EXTENSION_IDS: extensionId,
  DATABASE_URL: databaseUrl,
  BEHALF_KEY: key,
  GOOGLE_CLIENT_ID: clientId,
  GOOGLE_CLIENT_SECRET: clientSecret,
  GOOGLE_BASE_URL: url,
  UNDO_SECONDS: '0',
  RATE_LIMIT_FACTOR: '10000',
  PACE_PER_MINUTE: '1000000',
  DAILY_LIMIT_WORKSPACE: '1000000',
  DAILY_LIMIT_PERSONAL: '1000000',
});
