import { runServices } from './run-services.ts';

/**
 * `npm run demo`: the whole system on this machine, with no account anywhere.
 * `--services`: only the server, the stand-in for Google and the sample site. `--tour`: the guided tour, headless.
 */
try {
  if (process.argv.includes('--services')) await runServices();
  process.exit(0);
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exit(1);
}
