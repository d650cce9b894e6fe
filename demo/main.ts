import { runServices } from './run-services.ts';

/**
 * `npm run demo`: the whole system on this machine, with no account anywhere.
 * `--services`: only the server, the stand-in for Google and the sample site. `--tour`: the guided tour, headless;
 * with `--dark` in dark colours.
 * The browser's parts are loaded only where they are needed.
 */
const asked = (name: string) => process.argv.includes(`--${name}`);
const unknown = process.argv.slice(2).find((word) => !['--services', '--tour', '--dark'].includes(word));
if (unknown !== undefined) {
  console.error(`The demo knows no ${unknown}. Usage: npm run demo -- [--services | --tour [--dark]]`);
  process.exit(2);
}
const hasDisplay =
  process.platform === 'darwin' ||
  process.platform === 'win32' ||
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

try {
  if (asked('services')) await runServices();
  else if (asked('tour') || !hasDisplay) {
    const { runTour } = await import('./tour.ts');
    await runTour(asked('dark') ? 'dark' : 'light');
  } else {
    const { runWindows } = await import('./windows.ts');
    await runWindows();
  }
  process.exit(0);
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exit(1);
}
