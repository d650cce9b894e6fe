import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { extensionId } from '../shared/extension-id.ts';
import { parseKeys, VaultError, type VaultKey } from './accounts/vault/index.ts';
import { gmailLimits, type PaceLimits } from './sending/pace.ts';

/** Everything the server reads from its environment, parsed once at start. */
export type Config = {
  port: number;
  host: string;
  /** Without a trailing slash. */
  publicUrl: string;
  databaseUrl: string;
  /** Where opens and clicks are kept for the moment until they are counted. */
  hitsFolder: string;
  keys: [VaultKey, ...VaultKey[]];
  google: { clientId: string; clientSecret: string; baseUrl: string | undefined };
  extensionIds: string[];
  undoMs: number;
  /** How many proxies of our own stand in front; each appends whom it heard to `X-Forwarded-For`. */
  trustedProxyHops: number;
  rateLimitFactor: number;
  pace: PaceLimits;
  logLevel: string;
};

/** The configuration can't be used; the message says which variable and what to do, never its value. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const atLeastOne = (standard: number) => z.coerce.number().int().min(1).max(100_000_000).default(standard);

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8787),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.string().default('file:./data/behalf.db'),
  HITS_DIR: z.string().optional(),
  GOOGLE_CLIENT_ID: z.string(),
  GOOGLE_CLIENT_SECRET: z.string(),
  GOOGLE_BASE_URL: z.url({ protocol: /^https?$/ }).optional(),
  EXTENSION_IDS: z
    .string()
    .regex(/^[a-p]{32}(\s*,\s*[a-p]{32})*$/)
    .default(extensionId),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  RATE_LIMIT_FACTOR: z.coerce.number().min(0.1).max(10_000).default(1),
  UNDO_SECONDS: z.coerce.number().min(0).max(300).default(10),
  PACE_PER_MINUTE: atLeastOne(gmailLimits.perMinute),
  DAILY_LIMIT_WORKSPACE: atLeastOne(gmailLimits.perDay.workspace),
  DAILY_LIMIT_PERSONAL: atLeastOne(gmailLimits.perDay.personal),
  DAILY_RESERVE_PERCENT: z.coerce.number().min(0).max(90).default(gmailLimits.reservePercent),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/**
 * Parses the environment (design: "Commands and environment").
 * @throws ConfigError naming every variable that is missing, or else the first that can't be used
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // An empty variable is one that was not set: that is how compose files and shells leave it out.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  requireAll(set);
  const parsed = Environment.safeParse(set);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const why = issue!.code === 'invalid_type' ? 'it is not a number' : issue!.message;
    throw new ConfigError(`${issue!.path.join('.')} can't be used: ${why}. See "Environment" in the README.`);
  }
  const it = parsed.data;
  return {
    port: it.PORT,
    host: it.HOST,
    publicUrl: (it.PUBLIC_URL ?? `http://localhost:${it.PORT}`).replace(/\/+$/, ''),
    databaseUrl: it.DATABASE_URL,
    hitsFolder: it.HITS_DIR ?? hitsBeside(it.DATABASE_URL),
    keys: readKeys(set),
    google: {
      clientId: it.GOOGLE_CLIENT_ID,
      clientSecret: it.GOOGLE_CLIENT_SECRET,
      baseUrl: it.GOOGLE_BASE_URL,
    },
    extensionIds: it.EXTENSION_IDS.split(',').map((id) => id.trim()),
    undoMs: it.UNDO_SECONDS * 1000,
    trustedProxyHops: it.TRUSTED_PROXY_HOPS,
    rateLimitFactor: it.RATE_LIMIT_FACTOR,
    pace: {
      perMinute: it.PACE_PER_MINUTE,
      perDay: { workspace: it.DAILY_LIMIT_WORKSPACE, personal: it.DAILY_LIMIT_PERSONAL },
      reservePercent: it.DAILY_RESERVE_PERCENT,
    },
    logLevel: it.LOG_LEVEL,
  };
}

/** Beside the database where that is a file. */
const hitsBeside = (databaseUrl: string): string =>
  databaseUrl.startsWith('file:') ? `${databaseUrl.slice('file:'.length)}-hits` : './data/hits';

function requireAll(set: NodeJS.ProcessEnv): void {
  const howToGet = {
    GOOGLE_CLIENT_ID: 'the README says how to make a Google project',
    GOOGLE_CLIENT_SECRET: 'the README says how to make a Google project',
    BEHALF_KEY: 'npm run keys -- new makes a key',
  };
  const missing = (Object.keys(howToGet) as (keyof typeof howToGet)[]).filter(
    (name) => set[name] === undefined && !(name === 'BEHALF_KEY' && set.BEHALF_KEY_FILE !== undefined),
  );
  if (missing.length === 0) return;
  const how = [...new Set(missing.map((name) => howToGet[name]))].join('; ');
  throw new ConfigError(
    `Not set: ${missing.join(', ')}. How to get ${missing.length > 1 ? 'them' : 'it'}: ${how}.`,
  );
}

/** The keys of BEHALF_KEY or BEHALF_KEY_FILE. @throws ConfigError that says how to make one */
export function readKeys(env: NodeJS.ProcessEnv): [VaultKey, ...VaultKey[]] {
  const file = env.BEHALF_KEY_FILE;
  try {
    return parseKeys(env.BEHALF_KEY ?? (file === undefined ? undefined : readFileSync(file, 'utf8').trim()));
  } catch (fault) {
    if (fault instanceof VaultError)
      throw new ConfigError(`${fault.message} (BEHALF_KEY or BEHALF_KEY_FILE.)`);
    throw new ConfigError("BEHALF_KEY_FILE can't be read. It is to name a file that holds the key.");
  }
}
