import { defineConfig } from 'playwright/test';

/** Journeys on the built extension in a real Chromium. `node_modules/.bin/playwright test [name]`. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/support/global-setup.ts',
  // Journeys wait more than they compute: a third one fills the gaps of two cores, a fourth would make all of them late.
  workers: 3,
  // Nobody waits for the longest file: each test has its own workspace or page, whatever ran before it.
  fullyParallel: true,
  // A test that passes at the second try tells of a defect, here or in the product.
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
    screenshot: 'only-on-failure',
    // What was done and asked, without a picture of every step, which slows down each. `--trace on` has them.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
  },
});
