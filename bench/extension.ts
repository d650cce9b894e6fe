import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { buildExtension } from '../extension/packaging/build-extension.ts';
import { openBrowser } from '../demo/journey/open-browser.ts';
import { give } from '../demo/journey/permissions.ts';
import { meetPerson, type Person } from '../demo/journey/person.ts';
import { connectMailbox, signIn } from '../demo/journey/sign-in.ts';
import { startServices } from '../demo/services.ts';
import { buildFrontEnd } from '../demo/site/build-front-end.ts';
import { median, percentile } from './support/figures.ts';
import { measurePicker, measurePopup } from './support/page-timings.ts';
import { ms, type Line } from './support/table.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

/** What the extension costs the page and the person: its bytes, the From row, the popup; in a real Chromium. */
export async function benchExtension({ rounds }: { rounds: number }): Promise<Line[]> {
  mkdirSync(dist, { recursive: true });
  const folder = mkdtempSync(join(dist, 'bench-'));
  try {
    await Promise.all([buildExtension(folder), buildFrontEnd()]);
    return [...sizeLines(folder), ...(await timeLines(folder, rounds))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sizeLines(folder: string): Line[] {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    content_scripts: { js: string[] }[];
  };
  const bytes = manifest.content_scripts[0]!.js.map(
    (file) => brotliCompressSync(readFileSync(join(folder, file))).length,
  ).reduce((sum, length) => sum + length, 0);
  return [
    {
      what: 'content script, brotli',
      behalf: `${(bytes / 1000).toFixed(1)} kB`,
      aim: { text: '< 12 kB', met: bytes < 12_000 },
    },
  ];
}

async function timeLines(extension: string, rounds: number): Promise<Line[]> {
  const services = await startServices();
  const meet = async (email: string): Promise<Person> =>
    meetPerson(services, await openBrowser({ extension }), email);
  const [ravi, maya] = [await meet('ravi@acme.test'), await meet('maya@acme.test')];
  try {
    // The one who asks has to be a member before the other can allow anything.
    await signIn(ravi);
    const permissions = await signIn(maya);
    await connectMailbox(maya, permissions);
    await give(permissions, ravi.firstName);
    await maya.context.close();
    const picker = await measurePicker(ravi, rounds);
    const popup = await measurePopup(ravi, rounds);
    const worst = percentile(picker, 0.95);
    return [
      { what: 'From row after the form, p50', behalf: ms(median(picker)) },
      {
        what: 'From row after the form, p95',
        behalf: ms(worst),
        aim: { text: '< 50 ms', met: worst < 50 },
      },
      {
        what: 'popup to first content, p50',
        behalf: ms(median(popup)),
        aim: { text: '< 150 ms', met: median(popup) < 150 },
      },
      { what: 'popup to first content, p95', behalf: ms(percentile(popup, 0.95)) },
    ];
  } finally {
    await ravi.context.close();
    await services.stop();
  }
}
