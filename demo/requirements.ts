import { findPostgresBinaries } from '../server/store/testing/start-postgres.ts';
import { findChromium } from './find-chromium.ts';

// What `npm test` needs and npm does not bring: says in one line how to get it, before minutes of tests have run.
try {
  findChromium();
  findPostgresBinaries();
} catch (missing) {
  console.error((missing as Error).message);
  process.exit(1);
}
