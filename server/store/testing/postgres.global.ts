import type { TestProject } from 'vitest/node';
import { keepFilesInMemory } from '../../testing/files-in-memory.ts';
import { startPostgres } from './start-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A running PostgreSQL's maintenance database. */
    postgresUrl: string;
  }
}

/** vitest calls it once for the whole run, and what it returns at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  keepFilesInMemory();
  const postgres = await startPostgres();
  project.provide('postgresUrl', postgres.url);
  return () => postgres.stop();
}
