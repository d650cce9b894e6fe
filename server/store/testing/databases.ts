import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migratePostgres } from '../migrate.ts';

const TEMPLATE = 'behalf_template';

/** Any number: what the test workers agree on while one of them makes the template. */
const TEMPLATE_LOCK = 5_512;

/** A fresh PostgreSQL database with all tables, copied from one that was migrated once. */
export interface FreshDatabase {
  readonly url: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

/** @param adminUrl the maintenance database of a server that only serves tests */
export async function freshDatabase(adminUrl: string): Promise<FreshDatabase> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  await asAdmin(adminUrl, async (admin) => {
    await admin.query(`create database ${name} template ${await ensureTemplate(admin, adminUrl)}`);
  });
  return {
    url: databaseUrl(adminUrl, name),
    drop: () =>
      asAdmin(adminUrl, async (admin) => void (await admin.query(`drop database ${name} with (force)`))),
  };
}

/** Resolves with the name of a database that holds all tables and no row. */
export async function ensureTemplate(admin: pg.Client, adminUrl: string): Promise<string> {
  if (await exists(admin)) return TEMPLATE;
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  if (await exists(admin)) return TEMPLATE;
  // Under another name until it is complete: whoever sees it may copy it.
  const draft = `${TEMPLATE}_draft`;
  await admin.query(`drop database if exists ${draft}`);
  await admin.query(`create database ${draft}`);
  await migratePostgres(databaseUrl(adminUrl, draft));
  await admin.query(`alter database ${draft} rename to ${TEMPLATE}`);
  return TEMPLATE;
}

async function exists(admin: pg.Client): Promise<boolean> {
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [TEMPLATE]);
  return rowCount === 1;
}

/** Where a database of the server is. */
export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = name;
  return url.href;
}

async function asAdmin(adminUrl: string, work: (admin: pg.Client) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
